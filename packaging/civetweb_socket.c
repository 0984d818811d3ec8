/* packaging/civetweb_socket.c - civetweb, and the one thing that its public interface does not tell.
 *
 * A peer that sends or takes one byte a second restarts civetweb's own timeouts
 * with each byte. The service bounds that by shutting the connection down, and
 * needs its descriptor for it; so it does to notice that a waiting peer has left.
 */
#include "civetweb.c"

/* Declared again in service/http/peers.h. */
int bt_civetweb_socket(const struct mg_connection *connection);

int bt_civetweb_socket(const struct mg_connection *connection)
{
    return connection->client.sock;
}
