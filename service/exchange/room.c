#include "service/exchange/room.h"

#include <sys/statvfs.h>

const char bt_room_code[] = "disk_nearly_full";
const char bt_room_message[] =
    "The disk of the class service is nearly full, so it takes nothing new in. Your notes "
    "stay on this device; ask whoever runs the service to make room.";

bool bt_room_is_short(const bt_service *service)
{
    struct statvfs disk;

    if (service->keep_free_bytes == 0)
        return false;
    return statvfs(service->folder, &disk) != 0 ||
           (uint64_t)disk.f_bavail * disk.f_frsize < (uint64_t)service->keep_free_bytes;
}
