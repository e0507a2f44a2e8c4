package io.vivarium.tools.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.tools.Run;
import org.junit.jupiter.api.Test;

/** The same as JSON, which programs read. */
final class ShownTxnsAsJsonTest {
  private static final String BEFORE_THE_LARGEST =
      """
      {"zxid": "0x1", "time": "2026-11-20T12:19:02.062Z", "session": "0x100001f46d00000", "cxid": 0, "op": "createSession", "timeout": 30000, "digest": "1371985504"}
      {"zxid": "0x2", "time": "2026-11-20T12:19:02.110Z", "session": "0x100001f46d00000", "cxid": 1, "op": "create", "path": "/wire", "data": "cm9vdCBvZiB0aGUgd2lyZSBjb252ZXJzYXRpb25z", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 1, "ttl": 0, "digest": "4825633533"}
      {"zxid": "0x3", "time": "2026-11-20T12:19:02.148Z", "session": "0x100001f46d00001", "cxid": 0, "op": "createSession", "timeout": 30000, "digest": "4825633533"}
      {"zxid": "0x4", "time": "2026-11-20T12:19:02.256Z", "session": "0x100001f46d00001", "cxid": 1, "op": "closeSession", "ephemerals": [], "digest": "4825633533"}
      {"zxid": "0x5", "time": "2026-11-20T12:19:02.529Z", "session": "0x100001f46d00002", "cxid": 0, "op": "createSession", "timeout": 1000, "digest": "4825633533"}
      {"zxid": "0x6", "time": "2026-11-20T12:19:02.533Z", "session": "0x100001f46d00002", "cxid": 1, "op": "closeSession", "ephemerals": [], "digest": "4825633533"}
      {"zxid": "0x7", "time": "2026-11-20T12:19:02.556Z", "session": "0x100001f46d00003", "cxid": 0, "op": "createSession", "timeout": 3600000, "digest": "4825633533"}
      {"zxid": "0x8", "time": "2026-11-20T12:19:02.559Z", "session": "0x100001f46d00003", "cxid": 1, "op": "closeSession", "ephemerals": [], "digest": "4825633533"}
      {"zxid": "0x9", "time": "2026-11-20T12:19:02.562Z", "session": "0x100001f46d00004", "cxid": 0, "op": "createSession", "timeout": 5000, "digest": "4825633533"}
      {"zxid": "0xa", "time": "2026-11-20T12:19:02.566Z", "session": "0x100001f46d00004", "cxid": 1, "op": "closeSession", "ephemerals": [], "digest": "4825633533"}
      {"zxid": "0xb", "time": "2026-11-20T12:19:02.580Z", "session": "0x100001f46d00005", "cxid": 0, "op": "createSession", "timeout": 5000, "digest": "4825633533"}
      {"zxid": "0xc", "time": "2026-11-20T12:19:02.583Z", "session": "0x100001f46d00005", "cxid": 1, "op": "closeSession", "ephemerals": [], "digest": "4825633533"}
      {"zxid": "0xd", "time": "2026-11-20T12:19:02.739Z", "session": "0x100001f46d00006", "cxid": 0, "op": "createSession", "timeout": 5000, "digest": "4825633533"}
      {"zxid": "0xe", "time": "2026-11-20T12:19:02.750Z", "session": "0x100001f46d00006", "cxid": 2, "op": "closeSession", "ephemerals": [], "digest": "4825633533"}
      {"zxid": "0xf", "time": "2026-11-20T12:19:03.076Z", "session": "0x100001f46d00007", "cxid": 0, "op": "createSession", "timeout": 1000, "digest": "4825633533"}
      {"zxid": "0x10", "time": "2026-11-20T12:19:03.078Z", "session": "0x100001f46d00007", "cxid": 1, "op": "create", "path": "/wire/eph-of-expired", "data": "ZQ==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": true, "parentCversion": 1, "ttl": 0, "digest": "5006470924"}
      {"zxid": "0x11", "time": "2026-11-20T12:19:04.495Z", "session": "0x100001f46d00007", "cxid": 0, "op": "closeSession", "ephemerals": ["/wire/eph-of-expired"], "digest": "2078670133"}
      {"zxid": "0x12", "time": "2026-11-20T12:19:06.754Z", "session": "0x100001f46d00008", "cxid": 0, "op": "createSession", "timeout": 30000, "digest": "2078670133"}
      {"zxid": "0x13", "time": "2026-11-20T12:19:06.764Z", "session": "0x100001f46d00008", "cxid": 1, "op": "create", "path": "/wire/c", "data": "djA=", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 2, "ttl": 0, "digest": "3290118973"}
      {"zxid": "0x14", "time": "2026-11-20T12:19:06.788Z", "session": "0x100001f46d00008", "cxid": 2, "op": "create2", "path": "/wire/c2", "data": "djA=", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 3, "ttl": 0, "digest": "8650228213"}
      {"zxid": "0x15", "time": "2026-11-20T12:19:06.791Z", "session": "0x100001f46d00008", "cxid": 3, "op": "create", "path": "/wire/nulldata", "data": null, "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 4, "ttl": 0, "digest": "11322036538"}
      {"zxid": "0x16", "time": "2026-11-20T12:19:06.795Z", "session": "0x100001f46d00008", "cxid": 4, "op": "create", "path": "/wire/emptydata", "data": "", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 5, "ttl": 0, "digest": "14010984185"}
      {"zxid": "0x17", "time": "2026-11-20T12:19:06.798Z", "session": "0x100001f46d00008", "cxid": 5, "op": "create", "path": "/wire/c/s-0000000000", "data": "cw==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 1, "ttl": 0, "digest": "20053349090"}
      {"zxid": "0x18", "time": "2026-11-20T12:19:06.803Z", "session": "0x100001f46d00008", "cxid": 6, "op": "create", "path": "/wire/c/s-0000000001", "data": "cw==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 2, "ttl": 0, "digest": "22819463481"}
      {"zxid": "0x19", "time": "2026-11-20T12:19:06.809Z", "session": "0x100001f46d00008", "cxid": 7, "op": "create", "path": "/wire/c/s-0000000002", "data": "cw==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 3, "ttl": 0, "digest": "24572806863"}
      {"zxid": "0x1a", "time": "2026-11-20T12:19:06.812Z", "session": "0x100001f46d00008", "cxid": 8, "op": "create", "path": "/wire/c/0000000003", "data": "cw==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 4, "ttl": 0, "digest": "25393858562"}
      {"zxid": "0x1b", "time": "2026-11-20T12:19:06.817Z", "session": "0x100001f46d00008", "cxid": 9, "op": "create", "path": "/wire/c/e", "data": "ZQ==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": true, "parentCversion": 5, "ttl": 0, "digest": "28790662671"}
      {"zxid": "0x1c", "time": "2026-11-20T12:19:06.819Z", "session": "0x100001f46d00008", "cxid": 10, "op": "create2", "path": "/wire/c/es-0000000005", "data": "ZQ==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": true, "parentCversion": 6, "ttl": 0, "digest": "29632870505"}
      {"zxid": "0x1d", "time": "2026-11-20T12:19:06.821Z", "session": "0x100001f46d00008", "cxid": 11, "op": "error", "error": -110}
      {"zxid": "0x1e", "time": "2026-11-20T12:19:06.827Z", "session": "0x100001f46d00008", "cxid": 12, "op": "error", "error": -101}
      {"zxid": "0x1f", "time": "2026-11-20T12:19:06.836Z", "session": "0x100001f46d00008", "cxid": 13, "op": "error", "error": -108}
      {"zxid": "0x20", "time": "2026-11-20T12:19:06.840Z", "session": "0x100001f46d00008", "cxid": 14, "op": "error", "error": -114}
      {"zxid": "0x21", "time": "2026-11-20T12:19:06.846Z", "session": "0x100001f46d00008", "cxid": 15, "op": "error", "error": -114}
      {"zxid": "0x22", "time": "2026-11-20T12:19:06.852Z", "session": "0x100001f46d00008", "cxid": 16, "op": "closeSession", "ephemerals": ["/wire/c/e", "/wire/c/es-0000000005"], "digest": "24948565296"}
      {"zxid": "0x23", "time": "2026-11-20T12:19:07.112Z", "session": "0x100001f46d00009", "cxid": 0, "op": "createSession", "timeout": 30000, "digest": "24948565296"}
      {"zxid": "0x24", "time": "2026-11-20T12:19:07.118Z", "session": "0x100001f46d00009", "cxid": 1, "op": "createContainer", "path": "/wire/cont", "data": "Yw==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 6, "ttl": 0, "digest": "25934176156"}
      {"zxid": "0x25", "time": "2026-11-20T12:19:07.139Z", "session": "0x100001f46d00009", "cxid": 2, "op": "create", "path": "/wire/cont/child", "data": "Yw==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 1, "ttl": 0, "digest": "28670489321"}
      {"zxid": "0x26", "time": "2026-11-20T12:19:07.149Z", "session": "0x100001f46d00009", "cxid": 3, "op": "createContainer", "path": "/wire/cont-reaped", "data": "Yw==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 7, "ttl": 0, "digest": "32801805685"}
      {"zxid": "0x27", "time": "2026-11-20T12:19:07.151Z", "session": "0x100001f46d00009", "cxid": 4, "op": "create", "path": "/wire/cont-reaped/x", "data": "Yw==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 1, "ttl": 0, "digest": "34554483214"}
      {"zxid": "0x28", "time": "2026-11-20T12:19:07.159Z", "session": "0x100001f46d00009", "cxid": 5, "op": "delete", "path": "/wire/cont-reaped/x", "digest": "29908917068"}
      {"zxid": "0x29", "time": "2026-11-20T12:19:07.167Z", "session": "0x100001f46d00009", "cxid": 6, "op": "createTTL", "path": "/wire/ttl-long", "data": "dA==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 8, "ttl": 1000000000000, "digest": "36788839735"}
      {"zxid": "0x2a", "time": "2026-11-20T12:19:07.171Z", "session": "0x100001f46d00009", "cxid": 7, "op": "createTTL", "path": "/wire/ttl-seq-0000000008", "data": "dA==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 9, "ttl": 1000000000000, "digest": "36929060629"}
      {"zxid": "0x2b", "time": "2026-11-20T12:19:07.178Z", "session": "0x100001f46d00009", "cxid": 8, "op": "createTTL", "path": "/wire/ttl-short", "data": "dA==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 10, "ttl": 500, "digest": "39704028244"}
      {"zxid": "0x2c", "time": "2026-11-20T12:19:07.317Z", "session": "0x0", "cxid": 0, "op": "deleteContainer", "path": "/wire/cont-reaped", "digest": "38045410062"}
      {"zxid": "0x2d", "time": "2026-11-20T12:19:08.316Z", "session": "0x0", "cxid": 0, "op": "deleteContainer", "path": "/wire/ttl-short", "digest": "37868448763"}
      {"zxid": "0x2e", "time": "2026-11-20T12:19:09.793Z", "session": "0x100001f46d00009", "cxid": 13, "op": "closeSession", "ephemerals": [], "digest": "37868448763"}
      {"zxid": "0x2f", "time": "2026-11-20T12:19:10.050Z", "session": "0x100001f46d0000a", "cxid": 0, "op": "createSession", "timeout": 30000, "digest": "37868448763"}
      {"zxid": "0x30", "time": "2026-11-20T12:19:10.053Z", "session": "0x100001f46d0000a", "cxid": 1, "op": "create", "path": "/wire/d", "data": "dg==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 11, "ttl": 0, "digest": "37704181167"}
      {"zxid": "0x31", "time": "2026-11-20T12:19:10.055Z", "session": "0x100001f46d0000a", "cxid": 2, "op": "create", "path": "/wire/d/k", "data": "dg==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 1, "ttl": 0, "digest": "37191520168"}
      {"zxid": "0x32", "time": "2026-11-20T12:19:10.056Z", "session": "0x100001f46d0000a", "cxid": 3, "op": "error", "error": -111}
      {"zxid": "0x33", "time": "2026-11-20T12:19:10.058Z", "session": "0x100001f46d0000a", "cxid": 4, "op": "error", "error": -103}
      {"zxid": "0x34", "time": "2026-11-20T12:19:10.062Z", "session": "0x100001f46d0000a", "cxid": 5, "op": "delete", "path": "/wire/d/k", "digest": "39083946165"}
      {"zxid": "0x35", "time": "2026-11-20T12:19:10.064Z", "session": "0x100001f46d0000a", "cxid": 6, "op": "delete", "path": "/wire/d", "digest": "37382181813"}
      {"zxid": "0x36", "time": "2026-11-20T12:19:10.065Z", "session": "0x100001f46d0000a", "cxid": 7, "op": "error", "error": -101}
      {"zxid": "0x37", "time": "2026-11-20T12:19:10.066Z", "session": "0x100001f46d0000a", "cxid": 8, "op": "error", "error": -8}
      {"zxid": "0x38", "time": "2026-11-20T12:19:10.067Z", "session": "0x100001f46d0000a", "cxid": 9, "op": "closeSession", "ephemerals": [], "digest": "37382181813"}
      {"zxid": "0x39", "time": "2026-11-20T12:19:10.322Z", "session": "0x100001f46d0000b", "cxid": 0, "op": "createSession", "timeout": 30000, "digest": "37382181813"}
      {"zxid": "0x3a", "time": "2026-11-20T12:19:10.337Z", "session": "0x100001f46d0000b", "cxid": 7, "op": "setData", "path": "/wire/c", "data": "djE=", "version": 1, "digest": "36240413214"}
      {"zxid": "0x3b", "time": "2026-11-20T12:19:10.339Z", "session": "0x100001f46d0000b", "cxid": 8, "op": "setData", "path": "/wire/c", "data": "djI=", "version": 2, "digest": "38161756170"}
      {"zxid": "0x3c", "time": "2026-11-20T12:19:10.342Z", "session": "0x100001f46d0000b", "cxid": 9, "op": "setData", "path": "/wire/c2", "data": null, "version": 1, "digest": "35788243983"}
      {"zxid": "0x3d", "time": "2026-11-20T12:19:10.345Z", "session": "0x100001f46d0000b", "cxid": 10, "op": "error", "error": -103}
      {"zxid": "0x3e", "time": "2026-11-20T12:19:10.346Z", "session": "0x100001f46d0000b", "cxid": 11, "op": "error", "error": -101}
      {"zxid": "0x3f", "time": "2026-11-20T12:19:10.347Z", "session": "0x100001f46d0000b", "cxid": 12, "op": "closeSession", "ephemerals": [], "digest": "35788243983"}
      {"zxid": "0x40", "time": "2026-11-20T12:19:10.603Z", "session": "0x100001f46d0000c", "cxid": 0, "op": "createSession", "timeout": 60000, "digest": "35788243983"}
      """;

  private static final String SECOND =
      """
      {"zxid": "0x47", "time": "2026-11-20T12:19:10.884Z", "session": "0x100001f46d0000d", "cxid": 3, "op": "create", "path": "/wire/список", "data": "ZGF0YSBvZiAvd2lyZS/RgdC/0LjRgdC+0Lo=", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 15, "ttl": 0, "digest": "46233041277"}
      {"zxid": "0x48", "time": "2026-11-20T12:19:10.886Z", "session": "0x100001f46d0000d", "cxid": 4, "op": "create", "path": "/wire/with space", "data": "ZGF0YSBvZiAvd2lyZS93aXRoIHNwYWNl", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 16, "ttl": 0, "digest": "46038601859"}
      {"zxid": "0x49", "time": "2026-11-20T12:19:10.887Z", "session": "0x100001f46d0000d", "cxid": 5, "op": "create", "path": "/wire/a.b-c_d:e", "data": "ZGF0YSBvZiAvd2lyZS9hLmItY19kOmU=", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 17, "ttl": 0, "digest": "47681665452"}
      {"zxid": "0x4a", "time": "2026-11-20T12:19:10.887Z", "session": "0x100001f46d0000d", "cxid": 6, "op": "create", "path": "/wire/ﬁ-lig", "data": "ZGF0YSBvZiAvd2lyZS/vrIEtbGln", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 18, "ttl": 0, "digest": "51347652284"}
      {"zxid": "0x4b", "time": "2026-11-20T12:19:10.897Z", "session": "0x100001f46d0000d", "cxid": 9, "op": "closeSession", "ephemerals": [], "digest": "51347652284"}
      {"zxid": "0x4c", "time": "2026-11-20T12:19:11.154Z", "session": "0x100001f46d0000e", "cxid": 0, "op": "createSession", "timeout": 30000, "digest": "51347652284"}
      {"zxid": "0x4d", "time": "2026-11-20T12:19:11.358Z", "session": "0x100001f46d0000e", "cxid": 1, "op": "create", "path": "/wire/acl", "data": "c2VjcmV0", "acl": [{"perms": 31, "scheme": "digest", "id": "alice:0H3LR71td7bmv+FwKgVasiS36rc="}], "ephemeral": false, "parentCversion": 19, "ttl": 0, "digest": "53216187369"}
      {"zxid": "0x4e", "time": "2026-11-20T12:19:11.366Z", "session": "0x100001f46d0000e", "cxid": 3, "op": "setACL", "path": "/wire/acl", "acl": [{"perms": 31, "scheme": "digest", "id": "alice:0H3LR71td7bmv+FwKgVasiS36rc="}, {"perms": 1, "scheme": "digest", "id": "bob:gibberish"}, {"perms": 1, "scheme": "ip", "id": "10.0.0.0/8"}], "version": 1, "digest": "53594136486"}
      {"zxid": "0x4f", "time": "2026-11-20T12:19:11.369Z", "session": "0x100001f46d0000e", "cxid": 5, "op": "error", "error": -103}
      {"zxid": "0x50", "time": "2026-11-20T12:19:11.372Z", "session": "0x100001f46d0000e", "cxid": 6, "op": "setACL", "path": "/wire/c2", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}, {"perms": 1, "scheme": "ip", "id": "127.0.0.1"}], "version": 1, "digest": "53438231523"}
      {"zxid": "0x51", "time": "2026-11-20T12:19:11.374Z", "session": "0x100001f46d0000e", "cxid": 8, "op": "create", "path": "/wire/acl-ro", "data": "cg==", "acl": [{"perms": 31, "scheme": "digest", "id": "alice:0H3LR71td7bmv+FwKgVasiS36rc="}, {"perms": 1, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 20, "ttl": 0, "digest": "57960842336"}
      {"zxid": "0x52", "time": "2026-11-20T12:19:11.378Z", "session": "0x100001f46d0000e", "cxid": 9, "op": "create", "path": "/wire/acl-create-only", "data": "cg==", "acl": [{"perms": 4, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 21, "ttl": 0, "digest": "57341986644"}
      {"zxid": "0x53", "time": "2026-11-20T12:19:11.379Z", "session": "0x100001f46d0000e", "cxid": 10, "op": "closeSession", "ephemerals": [], "digest": "57341986644"}
      {"zxid": "0x54", "time": "2026-11-20T12:19:11.637Z", "session": "0x100001f46d0000f", "cxid": 0, "op": "createSession", "timeout": 30000, "digest": "57341986644"}
      {"zxid": "0x55", "time": "2026-11-20T12:19:11.642Z", "session": "0x100001f46d0000f", "cxid": 2, "op": "error", "error": -102}
      {"zxid": "0x56", "time": "2026-11-20T12:19:11.647Z", "session": "0x100001f46d0000f", "cxid": 5, "op": "error", "error": -102}
      {"zxid": "0x57", "time": "2026-11-20T12:19:11.648Z", "session": "0x100001f46d0000f", "cxid": 6, "op": "error", "error": -102}
      {"zxid": "0x58", "time": "2026-11-20T12:19:11.653Z", "session": "0x100001f46d0000f", "cxid": 9, "op": "error", "error": -102}
      {"zxid": "0x59", "time": "2026-11-20T12:19:11.660Z", "session": "0x100001f46d0000f", "cxid": 10, "op": "create", "path": "/wire/acl-create-only/k", "data": "eA==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 1, "ttl": 0, "digest": "59050683317"}
      {"zxid": "0x5a", "time": "2026-11-20T12:19:11.876Z", "session": "0x100001f46d00000", "cxid": 3, "op": "setData", "path": "/wire/acl", "data": "c2VjcmV0Mg==", "version": 1, "digest": "60183789737"}
      {"zxid": "0x5b", "time": "2026-11-20T12:19:12.081Z", "session": "0x100001f46d0000f", "cxid": 14, "op": "closeSession", "ephemerals": [], "digest": "60183789737"}
      {"zxid": "0x5c", "time": "2026-11-20T12:19:12.340Z", "session": "0x100001f46d00010", "cxid": 0, "op": "createSession", "timeout": 30000, "digest": "60183789737"}
      {"zxid": "0x5d", "time": "2026-11-20T12:19:12.361Z", "session": "0x100001f46d00010", "cxid": 9, "op": "create", "path": "/wire/eph1", "data": null, "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": true, "parentCversion": 22, "ttl": 0, "digest": "62011078904"}
      {"zxid": "0x5e", "time": "2026-11-20T12:19:12.362Z", "session": "0x100001f46d00010", "cxid": 10, "op": "create", "path": "/wire/c/eph2", "data": null, "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": true, "parentCversion": 7, "ttl": 0, "digest": "62592354080"}
      {"zxid": "0x5f", "time": "2026-11-20T12:19:12.370Z", "session": "0x100001f46d00010", "cxid": 13, "op": "closeSession", "ephemerals": ["/wire/c/eph2", "/wire/eph1"], "digest": "62481949824"}
      {"zxid": "0x60", "time": "2026-11-20T12:19:12.630Z", "session": "0x100001f46d00011", "cxid": 0, "op": "createSession", "timeout": 30000, "digest": "62481949824"}
      {"zxid": "0x61", "time": "2026-11-20T12:19:12.651Z", "session": "0x100001f46d00011", "cxid": 3, "op": "closeSession", "ephemerals": [], "digest": "62481949824"}
      {"zxid": "0x62", "time": "2026-11-20T12:19:12.907Z", "session": "0x100001f46d00012", "cxid": 0, "op": "createSession", "timeout": 30000, "digest": "62481949824"}
      {"zxid": "0x63", "time": "2026-11-20T12:19:12.918Z", "session": "0x100001f46d00012", "cxid": 1, "op": "multi", "failed": false, "parts": [{"op": "create", "path": "/wire/m", "data": "bQ==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 23, "ttl": 0}, {"op": "create", "path": "/wire/m/s-0000000000", "data": "bQ==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 1, "ttl": 0}, {"op": "create", "path": "/wire/m/s-0000000001", "data": "bQ==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 2, "ttl": 0}, {"op": "setData", "path": "/wire/m", "data": "bTI=", "version": 1}, {"op": "check", "path": "/wire/m", "version": 2}, {"op": "create", "path": "/wire/m/tmp", "data": "bQ==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 3, "ttl": 0}, {"op": "delete", "path": "/wire/m/tmp"}, {"op": "create", "path": "/wire/m/eph", "data": "bQ==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": true, "parentCversion": 4, "ttl": 0}], "digest": "64500288053"}
      {"zxid": "0x64", "time": "2026-11-20T12:19:12.924Z", "session": "0x100001f46d00012", "cxid": 2, "op": "multi", "failed": false, "parts": [{"op": "createContainer", "path": "/wire/m/cont", "data": "bQ==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 5, "ttl": 0}, {"op": "create", "path": "/wire/m/cont/k", "data": "bQ==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 1, "ttl": 0}, {"op": "createTTL", "path": "/wire/m/ttl", "data": "bQ==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 6, "ttl": 1000000000000}], "digest": "73915336884"}
      {"zxid": "0x65", "time": "2026-11-20T12:19:12.926Z", "session": "0x100001f46d00012", "cxid": 3, "op": "closeSession", "ephemerals": ["/wire/m/eph"], "digest": "74278543753"}
      {"zxid": "0x66", "time": "2026-11-20T12:19:13.186Z", "session": "0x100001f46d00013", "cxid": 0, "op": "createSession", "timeout": 30000, "digest": "74278543753"}
      {"zxid": "0x67", "time": "2026-11-20T12:19:13.188Z", "session": "0x100001f46d00013", "cxid": 1, "op": "multi", "failed": true, "parts": [{"op": "create", "path": "/wire/m/f1", "data": "bQ==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 7, "ttl": 0}, {"op": "setData", "path": "/wire/m", "data": "eno=", "version": 2}, {"op": "error", "error": -103}, {"op": "error", "error": -2}, {"op": "error", "error": -2}], "digest": "74278543753"}
      {"zxid": "0x68", "time": "2026-11-20T12:19:13.191Z", "session": "0x100001f46d00013", "cxid": 2, "op": "multi", "failed": true, "parts": [{"op": "error", "error": -101}, {"op": "error", "error": -2}], "digest": "74278543753"}
      {"zxid": "0x69", "time": "2026-11-20T12:19:13.195Z", "session": "0x100001f46d00013", "cxid": 3, "op": "multi", "failed": true, "parts": [{"op": "create", "path": "/wire/m/s-0000000006", "data": "bQ==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 7, "ttl": 0}, {"op": "error", "error": -110}], "digest": "74278543753"}
      {"zxid": "0x6a", "time": "2026-11-20T12:19:13.196Z", "session": "0x100001f46d00013", "cxid": 4, "op": "create", "path": "/wire/m/s-0000000006", "data": "bQ==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 7, "ttl": 0, "digest": "75294069380"}
      {"zxid": "0x6b", "time": "2026-11-20T12:19:13.204Z", "session": "0x100001f46d00013", "cxid": 5, "op": "closeSession", "ephemerals": [], "digest": "75294069380"}
      {"zxid": "0x6c", "time": "2026-11-20T12:19:13.468Z", "session": "0x100001f46d00014", "cxid": 0, "op": "createSession", "timeout": 30000, "digest": "75294069380"}
      {"zxid": "0x6d", "time": "2026-11-20T12:19:13.475Z", "session": "0x100001f46d00014", "cxid": 2, "op": "closeSession", "ephemerals": [], "digest": "75294069380"}
      {"zxid": "0x6e", "time": "2026-11-20T12:19:13.733Z", "session": "0x100001f46d00015", "cxid": 0, "op": "createSession", "timeout": 30000, "digest": "75294069380"}
      {"zxid": "0x6f", "time": "2026-11-20T12:19:13.738Z", "session": "0x100001f46d00000", "cxid": 4, "op": "create", "path": "/wire/w", "data": "MA==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 24, "ttl": 0, "digest": "80219114017"}
      {"zxid": "0x70", "time": "2026-11-20T12:19:13.898Z", "session": "0x100001f46d00000", "cxid": 5, "op": "setData", "path": "/wire/w", "data": "MQ==", "version": 1, "digest": "77250453209"}
      {"zxid": "0x71", "time": "2026-11-20T12:19:14.050Z", "session": "0x100001f46d00000", "cxid": 6, "op": "create", "path": "/wire/w/k", "data": null, "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 1, "ttl": 0, "digest": "84687405705"}
      {"zxid": "0x72", "time": "2026-11-20T12:19:14.204Z", "session": "0x100001f46d00000", "cxid": 7, "op": "setACL", "path": "/wire/w", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "version": 1, "digest": "84298706630"}
      {"zxid": "0x73", "time": "2026-11-20T12:19:14.305Z", "session": "0x100001f46d00000", "cxid": 8, "op": "delete", "path": "/wire/w/k", "digest": "77689025875"}
      {"zxid": "0x74", "time": "2026-11-20T12:19:14.461Z", "session": "0x100001f46d00000", "cxid": 9, "op": "delete", "path": "/wire/w", "digest": "76655719001"}
      {"zxid": "0x75", "time": "2026-11-20T12:19:14.664Z", "session": "0x100001f46d00015", "cxid": 12, "op": "closeSession", "ephemerals": [], "digest": "76655719001"}
      {"zxid": "0x76", "time": "2026-11-20T12:19:14.921Z", "session": "0x100001f46d00016", "cxid": 0, "op": "createSession", "timeout": 30000, "digest": "76655719001"}
      {"zxid": "0x77", "time": "2026-11-20T12:19:14.923Z", "session": "0x100001f46d00000", "cxid": 10, "op": "create", "path": "/wire/p", "data": "MA==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 25, "ttl": 0, "digest": "79865877688"}
      {"zxid": "0x78", "time": "2026-11-20T12:19:14.924Z", "session": "0x100001f46d00000", "cxid": 11, "op": "setData", "path": "/wire/p", "data": "MQ==", "version": 1, "digest": "80626784285"}
      {"zxid": "0x79", "time": "2026-11-20T12:19:14.925Z", "session": "0x100001f46d00000", "cxid": 12, "op": "create", "path": "/wire/p/k", "data": null, "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 1, "ttl": 0, "digest": "84901652963"}
      {"zxid": "0x7a", "time": "2026-11-20T12:19:14.926Z", "session": "0x100001f46d00000", "cxid": 13, "op": "setData", "path": "/wire/p/k", "data": "MQ==", "version": 1, "digest": "84872525651"}
      {"zxid": "0x7b", "time": "2026-11-20T12:19:14.927Z", "session": "0x100001f46d00000", "cxid": 14, "op": "create", "path": "/wire/p/k/g", "data": null, "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 1, "ttl": 0, "digest": "87911122262"}
      {"zxid": "0x7c", "time": "2026-11-20T12:19:14.927Z", "session": "0x100001f46d00000", "cxid": 15, "op": "delete", "path": "/wire/p/k/g", "digest": "85626752886"}
      {"zxid": "0x7d", "time": "2026-11-20T12:19:14.927Z", "session": "0x100001f46d00000", "cxid": 16, "op": "delete", "path": "/wire/p/k", "digest": "81891286169"}
      {"zxid": "0x7e", "time": "2026-11-20T12:19:14.929Z", "session": "0x100001f46d00000", "cxid": 17, "op": "delete", "path": "/wire/p", "digest": "78142547413"}
      {"zxid": "0x7f", "time": "2026-11-20T12:19:14.930Z", "session": "0x100001f46d00000", "cxid": 18, "op": "create", "path": "/wire/p", "data": "YWdhaW4=", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 26, "ttl": 0, "digest": "81231753685"}
      {"zxid": "0x80", "time": "2026-11-20T12:19:15.144Z", "session": "0x100001f46d00000", "cxid": 19, "op": "setData", "path": "/wire/p", "data": "Mg==", "version": 1, "digest": "77846056404"}
      {"zxid": "0x81", "time": "2026-11-20T12:19:15.297Z", "session": "0x100001f46d00016", "cxid": 4, "op": "closeSession", "ephemerals": [], "digest": "77846056404"}
      {"zxid": "0x82", "time": "2026-11-20T12:19:15.554Z", "session": "0x100001f46d00017", "cxid": 0, "op": "createSession", "timeout": 30000, "digest": "77846056404"}
      {"zxid": "0x83", "time": "2026-11-20T12:19:15.557Z", "session": "0x100001f46d00000", "cxid": 20, "op": "create", "path": "/wire/r", "data": "MA==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 27, "ttl": 0, "digest": "79786718247"}
      {"zxid": "0x84", "time": "2026-11-20T12:19:15.557Z", "session": "0x100001f46d00000", "cxid": 21, "op": "setData", "path": "/wire/r", "data": "MQ==", "version": 1, "digest": "80431253277"}
      {"zxid": "0x85", "time": "2026-11-20T12:19:15.558Z", "session": "0x100001f46d00000", "cxid": 22, "op": "create", "path": "/wire/r/k", "data": null, "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 1, "ttl": 0, "digest": "82683530966"}
      {"zxid": "0x86", "time": "2026-11-20T12:19:15.558Z", "session": "0x100001f46d00000", "cxid": 23, "op": "setData", "path": "/wire/r/k", "data": "MQ==", "version": 1, "digest": "82398934582"}
      {"zxid": "0x87", "time": "2026-11-20T12:19:15.559Z", "session": "0x100001f46d00000", "cxid": 24, "op": "create", "path": "/wire/r/k/g", "data": null, "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 1, "ttl": 0, "digest": "83688177560"}
      """;

  private static final String THIRD =
      """
      {"zxid": "0x88", "time": "2026-11-20T12:19:15.560Z", "session": "0x100001f46d00000", "cxid": 25, "op": "delete", "path": "/wire/r/k/g", "digest": "79554216669"}
      {"zxid": "0x89", "time": "2026-11-20T12:19:15.561Z", "session": "0x100001f46d00000", "cxid": 26, "op": "delete", "path": "/wire/r/k", "digest": "81897106329"}
      {"zxid": "0x8a", "time": "2026-11-20T12:19:15.713Z", "session": "0x100001f46d00000", "cxid": 27, "op": "setData", "path": "/wire/r", "data": "Mg==", "version": 2, "digest": "79239207203"}
      {"zxid": "0x8b", "time": "2026-11-20T12:19:15.714Z", "session": "0x100001f46d00000", "cxid": 28, "op": "create", "path": "/wire/r/k2", "data": null, "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 2, "ttl": 0, "digest": "81570313858"}
      {"zxid": "0x8c", "time": "2026-11-20T12:19:15.865Z", "session": "0x100001f46d00000", "cxid": 29, "op": "delete", "path": "/wire/r/k2", "digest": "79987442637"}
      {"zxid": "0x8d", "time": "2026-11-20T12:19:15.867Z", "session": "0x100001f46d00000", "cxid": 30, "op": "delete", "path": "/wire/r", "digest": "79108510706"}
      {"zxid": "0x8e", "time": "2026-11-20T12:19:16.069Z", "session": "0x100001f46d00017", "cxid": 4, "op": "closeSession", "ephemerals": [], "digest": "79108510706"}
      {"zxid": "0x8f", "time": "2026-11-20T12:19:16.323Z", "session": "0x100001f46d00018", "cxid": 0, "op": "createSession", "timeout": 30000, "digest": "79108510706"}
      {"zxid": "0x90", "time": "2026-11-20T12:19:16.326Z", "session": "0x100001f46d00018", "cxid": 1, "op": "create", "path": "/wire/we1", "data": null, "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": true, "parentCversion": 28, "ttl": 0, "digest": "82282072546"}
      {"zxid": "0x91", "time": "2026-11-20T12:19:16.327Z", "session": "0x100001f46d00018", "cxid": 2, "op": "create", "path": "/wire/we2", "data": null, "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": true, "parentCversion": 29, "ttl": 0, "digest": "83552295334"}
      {"zxid": "0x92", "time": "2026-11-20T12:19:16.331Z", "session": "0x100001f46d00019", "cxid": 0, "op": "createSession", "timeout": 30000, "digest": "83552295334"}
      {"zxid": "0x93", "time": "2026-11-20T12:19:16.336Z", "session": "0x100001f46d00018", "cxid": 3, "op": "closeSession", "ephemerals": ["/wire/we2", "/wire/we1"], "digest": "77592478928"}
      {"zxid": "0x94", "time": "2026-11-20T12:19:16.738Z", "session": "0x100001f46d00019", "cxid": 4, "op": "closeSession", "ephemerals": [], "digest": "77592478928"}
      {"zxid": "0x95", "time": "2026-11-20T12:19:16.995Z", "session": "0x100001f46d0001a", "cxid": 0, "op": "createSession", "timeout": 10000, "digest": "77592478928"}
      {"zxid": "0x96", "time": "2026-11-20T12:19:17.017Z", "session": "0x100001f46d0001a", "cxid": 23, "op": "closeSession", "ephemerals": [], "digest": "77592478928"}
      {"zxid": "0x97", "time": "2026-11-20T12:19:17.170Z", "session": "0x100001f46d0001b", "cxid": 0, "op": "createSession", "timeout": 20000, "digest": "77592478928"}
      {"zxid": "0x98", "time": "2026-11-20T12:19:17.172Z", "session": "0x100001f46d00000", "cxid": 31, "op": "create", "path": "/wire/sw", "data": "MA==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 30, "ttl": 0, "digest": "79643532123"}
      {"zxid": "0x99", "time": "2026-11-20T12:19:17.173Z", "session": "0x100001f46d00000", "cxid": 32, "op": "create", "path": "/wire/sw/gone", "data": "MA==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 1, "ttl": 0, "digest": "82835049232"}
      {"zxid": "0x9a", "time": "2026-11-20T12:19:17.176Z", "session": "0x100001f46d00000", "cxid": 33, "op": "setData", "path": "/wire/sw", "data": "MQ==", "version": 1, "digest": "81511538168"}
      {"zxid": "0x9b", "time": "2026-11-20T12:19:17.177Z", "session": "0x100001f46d00000", "cxid": 34, "op": "delete", "path": "/wire/sw/gone", "digest": "78750794966"}
      {"zxid": "0x9c", "time": "2026-11-20T12:19:17.178Z", "session": "0x100001f46d00000", "cxid": 35, "op": "create", "path": "/wire/sw/new", "data": null, "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 2, "ttl": 0, "digest": "82149395588"}
      {"zxid": "0x9d", "time": "2026-11-20T12:19:18.858Z", "session": "0x100001f46d0001b", "cxid": 9, "op": "closeSession", "ephemerals": [], "digest": "82149395588"}
      {"zxid": "0x9e", "time": "2026-11-20T12:19:19.118Z", "session": "0x100001f46d0001c", "cxid": 0, "op": "createSession", "timeout": 20000, "digest": "82149395588"}
      {"zxid": "0x9f", "time": "2026-11-20T12:19:19.123Z", "session": "0x100001f46d00000", "cxid": 36, "op": "setData", "path": "/wire/sw", "data": "Mg==", "version": 2, "digest": "82062713503"}
      {"zxid": "0xa0", "time": "2026-11-20T12:19:21.626Z", "session": "0x100001f46d00000", "cxid": 37, "op": "setData", "path": "/wire/sw", "data": "Mw==", "version": 3, "digest": "79778262867"}
      {"zxid": "0xa1", "time": "2026-11-20T12:19:21.627Z", "session": "0x100001f46d00000", "cxid": 38, "op": "setData", "path": "/wire/c", "data": "djM=", "version": 3, "digest": "78837264625"}
      {"zxid": "0xa2", "time": "2026-11-20T12:19:21.830Z", "session": "0x100001f46d0001c", "cxid": 5, "op": "closeSession", "ephemerals": [], "digest": "78837264625"}
      {"zxid": "0xa3", "time": "2026-11-20T12:19:22.086Z", "session": "0x100001f46d0001d", "cxid": 0, "op": "createSession", "timeout": 30000, "digest": "78837264625"}
      {"zxid": "0xa4", "time": "2026-11-20T12:19:22.295Z", "session": "0x100001f46d0001d", "cxid": 2, "op": "create", "path": "/wire/auth2", "data": "eA==", "acl": [{"perms": 31, "scheme": "digest", "id": "alice:0H3LR71td7bmv+FwKgVasiS36rc="}, {"perms": 31, "scheme": "digest", "id": "bob:DzYBVPYoUPHuiOrAcsz6mJwnG9k="}], "ephemeral": false, "parentCversion": 31, "ttl": 0, "digest": "81686644450"}
      {"zxid": "0xa5", "time": "2026-11-20T12:19:22.298Z", "session": "0x100001f46d0001d", "cxid": 4, "op": "closeSession", "ephemerals": [], "digest": "81686644450"}
      {"zxid": "0xa6", "time": "2026-11-20T12:19:22.555Z", "session": "0x100001f46d0001e", "cxid": 0, "op": "createSession", "timeout": 30000, "digest": "81686644450"}
      {"zxid": "0xa7", "time": "2026-11-20T12:19:22.765Z", "session": "0x100001f46d0001e", "cxid": 3, "op": "closeSession", "ephemerals": [], "digest": "81686644450"}
      {"zxid": "0xa8", "time": "2026-11-20T12:19:23.026Z", "session": "0x100001f46d0001f", "cxid": 0, "op": "createSession", "timeout": 10000, "digest": "81686644450"}
      {"zxid": "0xa9", "time": "2026-11-20T12:19:23.184Z", "session": "0x100001f46d00020", "cxid": 0, "op": "createSession", "timeout": 30000, "digest": "81686644450"}
      {"zxid": "0xaa", "time": "2026-11-20T12:19:23.189Z", "session": "0x100001f46d00020", "cxid": 2, "op": "closeSession", "ephemerals": [], "digest": "81686644450"}
      {"zxid": "0xab", "time": "2026-11-20T12:19:23.445Z", "session": "0x100001f46d00021", "cxid": 0, "op": "createSession", "timeout": 3000, "digest": "81686644450"}
      {"zxid": "0xac", "time": "2026-11-20T12:19:25.947Z", "session": "0x100001f46d00021", "cxid": 1, "op": "closeSession", "ephemerals": [], "digest": "81686644450"}
      {"zxid": "0xad", "time": "2026-11-20T12:19:26.224Z", "session": "0x100001f46d00022", "cxid": 0, "op": "createSession", "timeout": 20000, "digest": "81686644450"}
      {"zxid": "0xae", "time": "2026-11-20T12:19:27.029Z", "session": "0x100001f46d00022", "cxid": 4, "op": "create", "path": "/wire/sasl", "data": "cw==", "acl": [{"perms": 31, "scheme": "sasl", "id": "sasluser"}], "ephemeral": false, "parentCversion": 32, "ttl": 0, "digest": "82347725345"}
      {"zxid": "0xaf", "time": "2026-11-20T12:19:27.039Z", "session": "0x100001f46d00022", "cxid": 6, "op": "closeSession", "ephemerals": [], "digest": "82347725345"}
      {"zxid": "0xb0", "time": "2026-11-20T12:19:27.294Z", "session": "0x100001f46d00023", "cxid": 0, "op": "createSession", "timeout": 10000, "digest": "82347725345"}
      {"zxid": "0xb1", "time": "2026-11-20T12:19:27.453Z", "session": "0x100001f46d00024", "cxid": 0, "op": "createSession", "timeout": 20000, "digest": "82347725345"}
      {"zxid": "0xb2", "time": "2026-11-20T12:19:27.956Z", "session": "0x100001f46d00024", "cxid": 1, "op": "error", "error": -123}
      {"zxid": "0xb3", "time": "2026-11-20T12:19:27.959Z", "session": "0x100001f46d00024", "cxid": 3, "op": "closeSession", "ephemerals": [], "digest": "82347725345"}
      {"zxid": "0xb4", "time": "2026-11-20T12:19:28.215Z", "session": "0x100001f46d00025", "cxid": 0, "op": "createSession", "timeout": 30000, "digest": "82347725345"}
      {"zxid": "0xb5", "time": "2026-11-20T12:19:28.217Z", "session": "0x100001f46d00025", "cxid": 1, "op": "create", "path": "/wire/q", "data": "MTIzNDU=", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 33, "ttl": 0, "digest": "84341581406"}
      {"zxid": "0xb6", "time": "2026-11-20T12:19:28.219Z", "session": "0x100001f46d00025", "cxid": 2, "op": "create", "path": "/zookeeper/quota/wire", "data": null, "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 1, "ttl": 0, "digest": "84341581406"}
      {"zxid": "0xb7", "time": "2026-11-20T12:19:28.221Z", "session": "0x100001f46d00025", "cxid": 3, "op": "create", "path": "/zookeeper/quota/wire/q", "data": null, "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 1, "ttl": 0, "digest": "84341581406"}
      {"zxid": "0xb8", "time": "2026-11-20T12:19:28.222Z", "session": "0x100001f46d00025", "cxid": 4, "op": "create", "path": "/zookeeper/quota/wire/q/zookeeper_limits", "data": "Y291bnQ9MyxieXRlcz0yMD07Ynl0ZUhhcmRMaW1pdD00MDtjb3VudEhhcmRMaW1pdD00", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 1, "ttl": 0, "digest": "84341581406"}
      {"zxid": "0xb9", "time": "2026-11-20T12:19:28.223Z", "session": "0x100001f46d00025", "cxid": 5, "op": "create", "path": "/zookeeper/quota/wire/q/zookeeper_stats", "data": "Y291bnQ9MCxieXRlcz0w", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 2, "ttl": 0, "digest": "84341581406"}
      {"zxid": "0xba", "time": "2026-11-20T12:19:28.226Z", "session": "0x100001f46d00025", "cxid": 7, "op": "create", "path": "/wire/q/k0", "data": "YWJj", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 1, "ttl": 0, "digest": "86977187836"}
      {"zxid": "0xbb", "time": "2026-11-20T12:19:28.230Z", "session": "0x100001f46d00025", "cxid": 8, "op": "create", "path": "/wire/q/k1", "data": "YWJj", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 2, "ttl": 0, "digest": "89961475618"}
      {"zxid": "0xbc", "time": "2026-11-20T12:19:28.231Z", "session": "0x100001f46d00025", "cxid": 9, "op": "create", "path": "/wire/q/k2", "data": "YWJj", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 3, "ttl": 0, "digest": "89951039748"}
      {"zxid": "0xbd", "time": "2026-11-20T12:19:28.232Z", "session": "0x100001f46d00025", "cxid": 10, "op": "error", "error": -125}
      {"zxid": "0xbe", "time": "2026-11-20T12:19:28.234Z", "session": "0x100001f46d00025", "cxid": 11, "op": "error", "error": -125}
      {"zxid": "0xbf", "time": "2026-11-20T12:19:28.235Z", "session": "0x100001f46d00025", "cxid": 12, "op": "error", "error": -125}
      {"zxid": "0xc0", "time": "2026-11-20T12:19:28.236Z", "session": "0x100001f46d00025", "cxid": 13, "op": "setData", "path": "/wire/q/k0", "data": "AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "version": 1, "digest": "89924966167"}
      {"zxid": "0xc1", "time": "2026-11-20T12:19:28.238Z", "session": "0x100001f46d00025", "cxid": 14, "op": "multi", "failed": true, "parts": [{"op": "delete", "path": "/wire/q/k1"}, {"op": "error", "error": -125}, {"op": "error", "error": -2}], "digest": "89924966167"}
      {"zxid": "0xc2", "time": "2026-11-20T12:19:28.239Z", "session": "0x100001f46d00025", "cxid": 16, "op": "closeSession", "ephemerals": [], "digest": "89924966167"}
      {"zxid": "0xc3", "time": "2026-11-20T12:19:28.494Z", "session": "0x100001f46d00026", "cxid": 0, "op": "createSession", "timeout": 20000, "digest": "89924966167"}
      {"zxid": "0xc4", "time": "2026-11-20T12:19:28.496Z", "session": "0x100001f46d00026", "cxid": 1, "op": "create", "path": "/wire/ro-ok", "data": null, "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 34, "ttl": 0, "digest": "90031076027"}
      {"zxid": "0xc5", "time": "2026-11-20T12:19:28.503Z", "session": "0x100001f46d00026", "cxid": 2, "op": "closeSession", "ephemerals": [], "digest": "90031076027"}
      {"zxid": "0xc6", "time": "2026-11-20T12:19:28.758Z", "session": "0x100001f46d00027", "cxid": 0, "op": "createSession", "timeout": 10000, "digest": "90031076027"}
      {"zxid": "0xc7", "time": "2026-11-20T12:19:28.915Z", "session": "0x100001f46d00028", "cxid": 0, "op": "createSession", "timeout": 10000, "digest": "90031076027"}
      {"zxid": "0xc8", "time": "2026-11-20T12:19:29.069Z", "session": "0x100001f46d00029", "cxid": 0, "op": "createSession", "timeout": 10000, "digest": "90031076027"}
      {"zxid": "0xc9", "time": "2026-11-20T12:19:29.070Z", "session": "0x100001f46d00029", "cxid": 1, "op": "error", "error": -8}
      {"zxid": "0xca", "time": "2026-11-20T12:19:29.075Z", "session": "0x100001f46d00029", "cxid": 2, "op": "error", "error": -8}
      {"zxid": "0xcb", "time": "2026-11-20T12:19:29.075Z", "session": "0x100001f46d00029", "cxid": 3, "op": "error", "error": -101}
      {"zxid": "0xcc", "time": "2026-11-20T12:19:29.076Z", "session": "0x100001f46d00029", "cxid": 4, "op": "error", "error": -8}
      {"zxid": "0xcd", "time": "2026-11-20T12:19:29.077Z", "session": "0x100001f46d00029", "cxid": 5, "op": "error", "error": -8}
      {"zxid": "0xce", "time": "2026-11-20T12:19:29.077Z", "session": "0x100001f46d00029", "cxid": 6, "op": "error", "error": -101}
      """;

  private static final String FOURTH =
      """
      {"zxid": "0xcf", "time": "2026-11-20T12:19:29.078Z", "session": "0x100001f46d00029", "cxid": 7, "op": "error", "error": -8}
      {"zxid": "0xd0", "time": "2026-11-20T12:19:29.079Z", "session": "0x100001f46d00029", "cxid": 8, "op": "error", "error": -8}
      {"zxid": "0xd1", "time": "2026-11-20T12:19:29.079Z", "session": "0x100001f46d00029", "cxid": 9, "op": "error", "error": -8}
      {"zxid": "0xd2", "time": "2026-11-20T12:19:29.080Z", "session": "0x100001f46d00029", "cxid": 10, "op": "error", "error": -110}
      {"zxid": "0xd3", "time": "2026-11-20T12:19:29.081Z", "session": "0x100001f46d00029", "cxid": 11, "op": "error", "error": -114}
      {"zxid": "0xd4", "time": "2026-11-20T12:19:29.081Z", "session": "0x100001f46d00029", "cxid": 12, "op": "error", "error": -8}
      {"zxid": "0xd5", "time": "2026-11-20T12:19:29.082Z", "session": "0x100001f46d00029", "cxid": 13, "op": "error", "error": -8}
      {"zxid": "0xd6", "time": "2026-11-20T12:19:29.082Z", "session": "0x100001f46d00029", "cxid": 14, "op": "error", "error": -8}
      {"zxid": "0xd7", "time": "2026-11-20T12:19:29.083Z", "session": "0x100001f46d00029", "cxid": 15, "op": "error", "error": -8}
      {"zxid": "0xd8", "time": "2026-11-20T12:19:29.084Z", "session": "0x100001f46d00029", "cxid": 20, "op": "error", "error": -8}
      {"zxid": "0xd9", "time": "2026-11-20T12:19:29.088Z", "session": "0x100001f46d00029", "cxid": 21, "op": "error", "error": -8}
      {"zxid": "0xda", "time": "2026-11-20T12:19:29.088Z", "session": "0x100001f46d00029", "cxid": 22, "op": "error", "error": -8}
      {"zxid": "0xdb", "time": "2026-11-20T12:19:29.089Z", "session": "0x100001f46d00029", "cxid": 23, "op": "error", "error": -8}
      {"zxid": "0xdc", "time": "2026-11-20T12:19:29.089Z", "session": "0x100001f46d00029", "cxid": 24, "op": "error", "error": -8}
      {"zxid": "0xdd", "time": "2026-11-20T12:19:29.090Z", "session": "0x100001f46d00029", "cxid": 25, "op": "error", "error": -114}
      {"zxid": "0xde", "time": "2026-11-20T12:19:29.091Z", "session": "0x100001f46d00029", "cxid": 26, "op": "setACL", "path": "/wire/c2", "acl": [{"perms": 0, "scheme": "world", "id": "anyone"}], "version": 2, "digest": "90693056248"}
      {"zxid": "0xdf", "time": "2026-11-20T12:19:29.091Z", "session": "0x100001f46d00029", "cxid": 27, "op": "error", "error": -114}
      {"zxid": "0xe0", "time": "2026-11-20T12:19:29.091Z", "session": "0x100001f46d00029", "cxid": 28, "op": "error", "error": -114}
      {"zxid": "0xe1", "time": "2026-11-20T12:19:29.092Z", "session": "0x100001f46d00029", "cxid": 29, "op": "error", "error": -114}
      {"zxid": "0xe2", "time": "2026-11-20T12:19:29.092Z", "session": "0x100001f46d00029", "cxid": 30, "op": "deleteContainer", "path": "/wire/ro-ok", "digest": "88838174283"}
      {"zxid": "0xe3", "time": "2026-11-20T12:19:29.094Z", "session": "0x100001f46d00029", "cxid": 32, "op": "error", "error": -103}
      {"zxid": "0xe4", "time": "2026-11-20T12:19:29.095Z", "session": "0x100001f46d00029", "cxid": 35, "op": "closeSession", "ephemerals": [], "digest": "88838174283"}
      {"zxid": "0xe5", "time": "2026-11-20T12:19:29.249Z", "session": "0x100001f46d0002a", "cxid": 0, "op": "createSession", "timeout": 10000, "digest": "88838174283"}
      {"zxid": "0xe5", "time": "2026-11-20T12:19:29.250Z", "session": "0x100001f46d0002a", "cxid": 1, "op": "error", "error": -5}
      {"zxid": "0xe6", "time": "2026-11-20T12:19:29.251Z", "session": "0x100001f46d0002a", "cxid": 2, "op": "error", "error": -5}
      {"zxid": "0xe7", "time": "2026-11-20T12:19:29.253Z", "session": "0x100001f46d0002a", "cxid": 3, "op": "error", "error": -5}
      {"zxid": "0xe8", "time": "2026-11-20T12:19:29.255Z", "session": "0x100001f46d0002a", "cxid": 5, "op": "multi", "failed": false, "parts": [], "digest": "88838174283"}
      {"zxid": "0xe9", "time": "2026-11-20T12:19:29.258Z", "session": "0x100001f46d0002a", "cxid": 7, "op": "closeSession", "ephemerals": [], "digest": "88838174283"}
      {"zxid": "0xea", "time": "2026-11-20T12:19:29.412Z", "session": "0x100001f46d0002b", "cxid": 0, "op": "createSession", "timeout": 10000, "digest": "88838174283"}
      {"zxid": "0xeb", "time": "2026-11-20T12:19:29.568Z", "session": "0x100001f46d0002c", "cxid": 0, "op": "createSession", "timeout": 10000, "digest": "88838174283"}
      {"zxid": "0xec", "time": "2026-11-20T12:19:30.423Z", "session": "0x100001f46d0002d", "cxid": 0, "op": "createSession", "timeout": 10000, "digest": "88838174283"}
      {"zxid": "0xed", "time": "2026-11-20T12:19:30.424Z", "session": "0x100001f46d0002d", "cxid": 2, "op": "setData", "path": "/wire/c", "data": "cGlwZWxpbmVk", "version": 4, "digest": "90274616191"}
      {"zxid": "0xee", "time": "2026-11-20T12:19:30.424Z", "session": "0x100001f46d0002d", "cxid": 4, "op": "create", "path": "/wire/pl", "data": "MQ==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 35, "ttl": 0, "digest": "91062498789"}
      {"zxid": "0xef", "time": "2026-11-20T12:19:30.424Z", "session": "0x100001f46d0002d", "cxid": 7, "op": "delete", "path": "/wire/pl", "digest": "92783927498"}
      {"zxid": "0xf0", "time": "2026-11-20T12:19:30.426Z", "session": "0x100001f46d0002d", "cxid": 99, "op": "closeSession", "ephemerals": [], "digest": "92783927498"}
      {"zxid": "0xf1", "time": "2026-11-20T12:19:30.578Z", "session": "0x100001f46d0002e", "cxid": 0, "op": "createSession", "timeout": 10000, "digest": "92783927498"}
      {"zxid": "0xf2", "time": "2026-11-20T12:19:30.581Z", "session": "0x100001f46d0002e", "cxid": 6, "op": "closeSession", "ephemerals": [], "digest": "92783927498"}
      {"zxid": "0xf3", "time": "2026-11-20T12:19:31.824Z", "session": "0x100001f46d0002f", "cxid": 0, "op": "createSession", "timeout": 10000, "digest": "92783927498"}
      {"zxid": "0xf4", "time": "2026-11-20T12:19:31.981Z", "session": "0x100001f46d00030", "cxid": 0, "op": "createSession", "timeout": 10000, "digest": "92783927498"}
      {"zxid": "0xf5", "time": "2026-11-20T12:19:31.985Z", "session": "0x100001f46d00030", "cxid": 2, "op": "closeSession", "ephemerals": [], "digest": "92783927498"}
      {"zxid": "0xf6", "time": "2026-11-20T12:19:32.140Z", "session": "0x100001f46d00031", "cxid": 0, "op": "createSession", "timeout": 3600000, "digest": "92783927498"}
      {"zxid": "0xf7", "time": "2026-11-20T12:19:32.141Z", "session": "0x100001f46d00031", "cxid": 1, "op": "create", "path": "/wire/live-eph", "data": "c2Vzc2lvbiB3aXRoIG9uZSBob3VyIHRpbWVvdXQ=", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": true, "parentCversion": 36, "ttl": 0, "digest": "89983890830"}
      {"zxid": "0xf8", "time": "2026-11-20T12:19:32.142Z", "session": "0x100001f46d00031", "cxid": 2, "op": "create", "path": "/wire/live-seq-0000000036", "data": "cw==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": true, "parentCversion": 37, "ttl": 0, "digest": "91284855904"}
      {"zxid": "0xf9", "time": "2026-11-20T12:19:32.144Z", "session": "0x100001f46d00000", "cxid": 39, "op": "setData", "path": "/wire/c", "data": "bGFzdCB3cml0ZQ==", "version": 5, "digest": "87717213264"}
      {"zxid": "0xfa", "time": "2026-11-20T12:19:32.145Z", "session": "0x100001f46d00000", "cxid": 40, "op": "create", "path": "/after-close", "data": "eA==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 2, "ttl": 0, "digest": "91985445127"}
      {"zxid": "0xfb", "time": "2026-11-20T12:19:32.146Z", "session": "0x100001f46d00000", "cxid": 41, "op": "closeSession", "ephemerals": [], "digest": "91985445127"}
      """;

  private static final String ENSEMBLE =
      """
      {"zxid": "0x100000001", "time": "2026-11-20T12:16:18.952Z", "session": "0x100001cc9c30000", "cxid": 1, "op": "create", "path": "/wire", "data": "dw==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 1, "ttl": 0, "digest": "8126170367"}
      {"zxid": "0x100000002", "time": "2026-11-20T12:16:19.256Z", "session": "0x200001cc9bf0000", "cxid": 0, "op": "createSession", "timeout": 30000, "digest": "8126170367"}
      {"zxid": "0x100000003", "time": "2026-11-20T12:16:19.258Z", "session": "0x200001cc9bf0000", "cxid": 1, "op": "create", "path": "/wire/e1", "data": "dw==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": true, "parentCversion": 1, "ttl": 0, "digest": "9563438429"}
      {"zxid": "0x100000004", "time": "2026-11-20T12:16:19.274Z", "session": "0x200001cc9bf0000", "cxid": 3, "op": "closeSession", "ephemerals": ["/wire/e1"], "digest": "7877893340"}
      {"zxid": "0x100000005", "time": "2026-11-20T12:16:19.707Z", "session": "0x100001cc9c30002", "cxid": 0, "op": "createSession", "timeout": 10000, "digest": "7877893340"}
      {"zxid": "0x100000006", "time": "2026-11-20T12:16:19.708Z", "session": "0x100001cc9c30002", "cxid": 1, "op": "create", "path": "/wire/moved", "data": "bQ==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": true, "parentCversion": 2, "ttl": 0, "digest": "10992984926"}
      {"zxid": "0x100000007", "time": "2026-11-20T12:16:19.817Z", "session": "0x100001cc9c30002", "cxid": 1, "op": "setData", "path": "/wire/moved", "data": "YnkgeQ==", "version": 1, "digest": "9974906042"}
      {"zxid": "0x100000008", "time": "2026-11-20T12:16:19.827Z", "session": "0x100001cc9c30002", "cxid": 3, "op": "error", "error": -118}
      {"zxid": "0x100000009", "time": "2026-11-20T12:16:19.838Z", "session": "0x100001cc9c30002", "cxid": 3, "op": "closeSession", "ephemerals": ["/wire/moved"], "digest": "5785099468"}
      {"zxid": "0x10000000a", "time": "2026-11-20T12:16:20.864Z", "session": "0x100001cc9c30004", "cxid": 1, "op": "error", "error": -102}
      {"zxid": "0x10000000b", "time": "2026-11-20T12:16:20.892Z", "session": "0x100001cc9c30004", "cxid": 3, "op": "error", "error": -103}
      {"zxid": "0x10000000c", "time": "2026-11-20T12:16:20.898Z", "session": "0x100001cc9c30004", "cxid": 4, "op": "reconfig", "data": "c2VydmVyLjE9MTI3LjAuMC4xOjIxMTExOjIxMTIxOnBhcnRpY2lwYW50OzEyNy4wLjAuMToyMTEwMQpzZXJ2ZXIuMz0xMjcuMC4wLjE6MjExMTM6MjExMjM6cGFydGljaXBhbnQ7MTI3LjAuMC4xOjIxMTAzCnZlcnNpb249MTAwMDAwMDBj", "digest": "5785099468"}
      {"zxid": "0x10000000d", "time": "2026-11-20T12:16:21.224Z", "session": "0x100001cc9c30004", "cxid": 5, "op": "error", "error": -13}
      {"zxid": "0x10000000e", "time": "2026-11-20T12:16:21.232Z", "session": "0x100001cc9c30004", "cxid": 6, "op": "error", "error": -8}
      {"zxid": "0x10000000f", "time": "2026-11-20T12:16:21.237Z", "session": "0x100001cc9c30004", "cxid": 7, "op": "reconfig", "data": "c2VydmVyLjE9MTI3LjAuMC4xOjIxMTExOjIxMTIxOnBhcnRpY2lwYW50OzEyNy4wLjAuMToyMTEwMQpzZXJ2ZXIuMj0xMjcuMC4wLjE6MjExMTI6MjExMjI6cGFydGljaXBhbnQ7MTI3LjAuMC4xOjIxMTAyCnNlcnZlci4zPTEyNy4wLjAuMToyMTExMzoyMTEyMzpwYXJ0aWNpcGFudDsxMjcuMC4wLjE6MjExMDMKdmVyc2lvbj0xMDAwMDAwMGY=", "digest": "5785099468"}
      {"zxid": "0x100000010", "time": "2026-11-20T12:16:21.847Z", "session": "0x100001cc9c30005", "cxid": 0, "op": "createSession", "timeout": 3600000, "digest": "5785099468"}
      {"zxid": "0x100000011", "time": "2026-11-20T12:16:21.847Z", "session": "0x100001cc9c30005", "cxid": 1, "op": "create", "path": "/wire/live-global", "data": "Zw==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": true, "parentCversion": 3, "ttl": 0, "digest": "8524023340"}
      """;

  private static final String NO_DIGESTS =
      """
      {"zxid": "0x1", "time": "2026-11-20T12:22:19.199Z", "session": "0x100002249d30000", "cxid": 0, "op": "createSession", "timeout": 30000}
      {"zxid": "0x2", "time": "2026-11-20T12:22:19.241Z", "session": "0x100002249d30000", "cxid": 1, "op": "create", "path": "/p1", "data": "cGhhc2UgMQ==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 1, "ttl": 0}
      {"zxid": "0x3", "time": "2026-11-20T12:22:19.263Z", "session": "0x100002249d30000", "cxid": 2, "op": "create", "path": "/p1/n-0000000000", "data": "dmFsdWUgMA==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 1, "ttl": 0}
      {"zxid": "0x4", "time": "2026-11-20T12:22:19.265Z", "session": "0x100002249d30000", "cxid": 3, "op": "create", "path": "/p1/n-0000000001", "data": "dmFsdWUgMQ==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 2, "ttl": 0}
      {"zxid": "0x5", "time": "2026-11-20T12:22:19.266Z", "session": "0x100002249d30000", "cxid": 4, "op": "create", "path": "/p1/n-0000000002", "data": "dmFsdWUgMg==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 3, "ttl": 0}
      {"zxid": "0x6", "time": "2026-11-20T12:22:19.267Z", "session": "0x100002249d30000", "cxid": 5, "op": "create", "path": "/p1/n-0000000003", "data": "dmFsdWUgMw==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 4, "ttl": 0}
      {"zxid": "0x7", "time": "2026-11-20T12:22:19.271Z", "session": "0x100002249d30000", "cxid": 6, "op": "setData", "path": "/p1", "data": "cGhhc2UgMSB1cGRhdGVk", "version": 1}
      {"zxid": "0x8", "time": "2026-11-20T12:22:19.274Z", "session": "0x100002249d30000", "cxid": 7, "op": "create", "path": "/p1/gone", "data": null, "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 5, "ttl": 0}
      {"zxid": "0x9", "time": "2026-11-20T12:22:19.276Z", "session": "0x100002249d30000", "cxid": 8, "op": "delete", "path": "/p1/gone"}
      {"zxid": "0xa", "time": "2026-11-20T12:22:19.283Z", "session": "0x100002249d30000", "cxid": 9, "op": "multi", "failed": false, "parts": [{"op": "create", "path": "/p1/m", "data": "bQ==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 6, "ttl": 0}, {"op": "setData", "path": "/p1", "data": "YnkgbXVsdGk=", "version": 2}]}
      {"zxid": "0xb", "time": "2026-11-20T12:22:19.289Z", "session": "0x100002249d30000", "cxid": 10, "op": "setACL", "path": "/p1/m", "acl": [{"perms": 31, "scheme": "digest", "id": "u:h"}, {"perms": 1, "scheme": "world", "id": "anyone"}], "version": 1}
      {"zxid": "0xc", "time": "2026-11-20T12:22:19.291Z", "session": "0x100002249d30000", "cxid": 11, "op": "closeSession"}
      {"zxid": "0xd", "time": "2026-11-20T12:22:20.710Z", "session": "0x10000224f1f0000", "cxid": 0, "op": "createSession", "timeout": 30000}
      {"zxid": "0xe", "time": "2026-11-20T12:22:20.725Z", "session": "0x10000224f1f0000", "cxid": 1, "op": "create", "path": "/p2", "data": "cGhhc2UgMg==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 2, "ttl": 0}
      {"zxid": "0xf", "time": "2026-11-20T12:22:20.738Z", "session": "0x10000224f1f0000", "cxid": 2, "op": "create", "path": "/p2/n-0000000000", "data": "dmFsdWUgMA==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 1, "ttl": 0}
      {"zxid": "0x10", "time": "2026-11-20T12:22:20.743Z", "session": "0x10000224f1f0000", "cxid": 3, "op": "create", "path": "/p2/n-0000000001", "data": "dmFsdWUgMQ==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 2, "ttl": 0}
      {"zxid": "0x11", "time": "2026-11-20T12:22:20.745Z", "session": "0x10000224f1f0000", "cxid": 4, "op": "create", "path": "/p2/n-0000000002", "data": "dmFsdWUgMg==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 3, "ttl": 0}
      {"zxid": "0x12", "time": "2026-11-20T12:22:20.747Z", "session": "0x10000224f1f0000", "cxid": 5, "op": "create", "path": "/p2/n-0000000003", "data": "dmFsdWUgMw==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 4, "ttl": 0}
      {"zxid": "0x13", "time": "2026-11-20T12:22:20.751Z", "session": "0x10000224f1f0000", "cxid": 6, "op": "setData", "path": "/p2", "data": "cGhhc2UgMiB1cGRhdGVk", "version": 1}
      {"zxid": "0x14", "time": "2026-11-20T12:22:20.753Z", "session": "0x10000224f1f0000", "cxid": 7, "op": "setData", "path": "/p1", "data": "dG91Y2hlZCBpbiBwaGFzZSAy", "version": 3}
      {"zxid": "0x15", "time": "2026-11-20T12:22:20.754Z", "session": "0x10000224f1f0000", "cxid": 8, "op": "create", "path": "/p2/gone", "data": null, "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 5, "ttl": 0}
      {"zxid": "0x16", "time": "2026-11-20T12:22:20.757Z", "session": "0x10000224f1f0000", "cxid": 9, "op": "delete", "path": "/p2/gone"}
      {"zxid": "0x17", "time": "2026-11-20T12:22:20.767Z", "session": "0x10000224f1f0000", "cxid": 10, "op": "multi", "failed": false, "parts": [{"op": "create", "path": "/p2/m", "data": "bQ==", "acl": [{"perms": 31, "scheme": "world", "id": "anyone"}], "ephemeral": false, "parentCversion": 6, "ttl": 0}, {"op": "setData", "path": "/p2", "data": "YnkgbXVsdGk=", "version": 2}]}
      {"zxid": "0x18", "time": "2026-11-20T12:22:20.779Z", "session": "0x10000224f1f0000", "cxid": 11, "op": "setACL", "path": "/p2/m", "acl": [{"perms": 31, "scheme": "digest", "id": "u:h"}, {"perms": 1, "scheme": "world", "id": "anyone"}], "version": 1}
      {"zxid": "0x19", "time": "2026-11-20T12:22:20.781Z", "session": "0x10000224f1f0000", "cxid": 12, "op": "closeSession"}
      """;

  @Test
  void theBeginningOfALog() {
    Run run =
        Run.of(
            "txnlog",
            "show",
            Run.fixture("datadir-3.9.5/version-2/log.1"),
            "--to-zxid",
            "0x40",
            "--output",
            "json");

    assertEquals(BEFORE_THE_LARGEST, run.out());
  }

  @Test
  void theSecondLog() {
    Run run =
        Run.of("txnlog", "show", Run.fixture("datadir-3.9.5/version-2/log.47"), "--output", "json");

    assertEquals(SECOND, run.out());
  }

  @Test
  void theThirdLog() {
    Run run =
        Run.of("txnlog", "show", Run.fixture("datadir-3.9.5/version-2/log.88"), "--output", "json");

    assertEquals(THIRD, run.out());
  }

  @Test
  void theFourthLog() {
    Run run =
        Run.of("txnlog", "show", Run.fixture("datadir-3.9.5/version-2/log.cf"), "--output", "json");

    assertEquals(FOURTH, run.out());
  }

  @Test
  void aLogOfAnEnsemble() {
    Run run =
        Run.of("txnlog", "show", Run.fixture("datadir-other/ensemble-member"), "--output", "json");

    assertEquals(ENSEMBLE, run.out());
  }

  @Test
  void logsWithoutDigests() {
    Run run = Run.of("txnlog", "show", Run.fixture("datadir-other/no-digest"), "--output", "json");

    assertEquals(NO_DIGESTS, run.out());
  }
}
