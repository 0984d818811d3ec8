/* service/http/handlers.h - the handlers of people and devices; the exchange has its own header. */
#ifndef BT_SERVICE_HTTP_HANDLERS_H
#define BT_SERVICE_HTTP_HANDLERS_H

#include "service/http/request.h"
#include "service/service.h"

void bt_handle_join(bt_service *service, const bt_request *request, bt_reply *reply);
void bt_handle_device(bt_service *service, const bt_request *request, bt_reply *reply);
void bt_handle_me(bt_service *service, const bt_request *request, bt_reply *reply);
void bt_handle_classrooms(bt_service *service, const bt_request *request, bt_reply *reply);
void bt_handle_invites(bt_service *service, const bt_request *request, bt_reply *reply);
void bt_handle_own_join(bt_service *service, const bt_request *request, bt_reply *reply);
void bt_handle_own_invites(bt_service *service, const bt_request *request, bt_reply *reply);
void bt_handle_people(bt_service *service, const bt_request *request, bt_reply *reply);
void bt_handle_person(bt_service *service, const bt_request *request, bt_reply *reply);
void bt_handle_revoke(bt_service *service, const bt_request *request, bt_reply *reply);
void bt_handle_private(bt_service *service, const bt_request *request, bt_reply *reply);
void bt_handle_report(bt_service *service, const bt_request *request, bt_reply *reply);
void bt_handle_log(bt_service *service, const bt_request *request, bt_reply *reply);
void bt_handle_photo_put(bt_service *service, const bt_request *request, bt_reply *reply);
void bt_handle_photo_get(bt_service *service, const bt_request *request, bt_reply *reply);
void bt_handle_alive(bt_service *service, const bt_request *request, bt_reply *reply);
void bt_handle_ready(bt_service *service, const bt_request *request, bt_reply *reply);
void bt_handle_metrics(bt_service *service, const bt_request *request, bt_reply *reply);

#endif
