package io.vivarium.tools.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.tools.Run;
import org.junit.jupiter.api.Test;

/** Every txn that ZooKeeper wrote into the fixtures, as a line: a form that others may parse. */
final class ShownTxnsTest {
  private static final String FIRST =
      """
      2026-11-20T12:19:02.062Z 0x1 session 0x100001f46d00000 cxid 0 createSession timeout 30000 ms digest 1371985504
      2026-11-20T12:19:02.110Z 0x2 session 0x100001f46d00000 cxid 1 create /wire 30 B "root of the wire conversations" acl world:anyone:31 digest 4825633533
      2026-11-20T12:19:02.148Z 0x3 session 0x100001f46d00001 cxid 0 createSession timeout 30000 ms digest 4825633533
      2026-11-20T12:19:02.256Z 0x4 session 0x100001f46d00001 cxid 1 closeSession [] digest 4825633533
      2026-11-20T12:19:02.529Z 0x5 session 0x100001f46d00002 cxid 0 createSession timeout 1000 ms digest 4825633533
      2026-11-20T12:19:02.533Z 0x6 session 0x100001f46d00002 cxid 1 closeSession [] digest 4825633533
      2026-11-20T12:19:02.556Z 0x7 session 0x100001f46d00003 cxid 0 createSession timeout 3600000 ms digest 4825633533
      2026-11-20T12:19:02.559Z 0x8 session 0x100001f46d00003 cxid 1 closeSession [] digest 4825633533
      2026-11-20T12:19:02.562Z 0x9 session 0x100001f46d00004 cxid 0 createSession timeout 5000 ms digest 4825633533
      2026-11-20T12:19:02.566Z 0xa session 0x100001f46d00004 cxid 1 closeSession [] digest 4825633533
      2026-11-20T12:19:02.580Z 0xb session 0x100001f46d00005 cxid 0 createSession timeout 5000 ms digest 4825633533
      2026-11-20T12:19:02.583Z 0xc session 0x100001f46d00005 cxid 1 closeSession [] digest 4825633533
      2026-11-20T12:19:02.739Z 0xd session 0x100001f46d00006 cxid 0 createSession timeout 5000 ms digest 4825633533
      2026-11-20T12:19:02.750Z 0xe session 0x100001f46d00006 cxid 2 closeSession [] digest 4825633533
      2026-11-20T12:19:03.076Z 0xf session 0x100001f46d00007 cxid 0 createSession timeout 1000 ms digest 4825633533
      2026-11-20T12:19:03.078Z 0x10 session 0x100001f46d00007 cxid 1 create /wire/eph-of-expired 1 B "e" acl world:anyone:31 ephemeral digest 5006470924
      2026-11-20T12:19:04.495Z 0x11 session 0x100001f46d00007 cxid 0 closeSession [/wire/eph-of-expired] digest 2078670133
      2026-11-20T12:19:06.754Z 0x12 session 0x100001f46d00008 cxid 0 createSession timeout 30000 ms digest 2078670133
      2026-11-20T12:19:06.764Z 0x13 session 0x100001f46d00008 cxid 1 create /wire/c 2 B "v0" acl world:anyone:31 digest 3290118973
      2026-11-20T12:19:06.788Z 0x14 session 0x100001f46d00008 cxid 2 create2 /wire/c2 2 B "v0" acl world:anyone:31 digest 8650228213
      2026-11-20T12:19:06.791Z 0x15 session 0x100001f46d00008 cxid 3 create /wire/nulldata null acl world:anyone:31 digest 11322036538
      2026-11-20T12:19:06.795Z 0x16 session 0x100001f46d00008 cxid 4 create /wire/emptydata 0 B "" acl world:anyone:31 digest 14010984185
      2026-11-20T12:19:06.798Z 0x17 session 0x100001f46d00008 cxid 5 create /wire/c/s-0000000000 1 B "s" acl world:anyone:31 digest 20053349090
      2026-11-20T12:19:06.803Z 0x18 session 0x100001f46d00008 cxid 6 create /wire/c/s-0000000001 1 B "s" acl world:anyone:31 digest 22819463481
      2026-11-20T12:19:06.809Z 0x19 session 0x100001f46d00008 cxid 7 create /wire/c/s-0000000002 1 B "s" acl world:anyone:31 digest 24572806863
      2026-11-20T12:19:06.812Z 0x1a session 0x100001f46d00008 cxid 8 create /wire/c/0000000003 1 B "s" acl world:anyone:31 digest 25393858562
      2026-11-20T12:19:06.817Z 0x1b session 0x100001f46d00008 cxid 9 create /wire/c/e 1 B "e" acl world:anyone:31 ephemeral digest 28790662671
      2026-11-20T12:19:06.819Z 0x1c session 0x100001f46d00008 cxid 10 create2 /wire/c/es-0000000005 1 B "e" acl world:anyone:31 ephemeral digest 29632870505
      2026-11-20T12:19:06.821Z 0x1d session 0x100001f46d00008 cxid 11 error -110 (NODE_EXISTS)
      2026-11-20T12:19:06.827Z 0x1e session 0x100001f46d00008 cxid 12 error -101 (NO_NODE)
      2026-11-20T12:19:06.836Z 0x1f session 0x100001f46d00008 cxid 13 error -108 (NO_CHILDREN_FOR_EPHEMERALS)
      2026-11-20T12:19:06.840Z 0x20 session 0x100001f46d00008 cxid 14 error -114 (INVALID_ACL)
      2026-11-20T12:19:06.846Z 0x21 session 0x100001f46d00008 cxid 15 error -114 (INVALID_ACL)
      2026-11-20T12:19:06.852Z 0x22 session 0x100001f46d00008 cxid 16 closeSession [/wire/c/e, /wire/c/es-0000000005] digest 24948565296
      2026-11-20T12:19:07.112Z 0x23 session 0x100001f46d00009 cxid 0 createSession timeout 30000 ms digest 24948565296
      2026-11-20T12:19:07.118Z 0x24 session 0x100001f46d00009 cxid 1 createContainer /wire/cont 1 B "c" acl world:anyone:31 digest 25934176156
      2026-11-20T12:19:07.139Z 0x25 session 0x100001f46d00009 cxid 2 create /wire/cont/child 1 B "c" acl world:anyone:31 digest 28670489321
      2026-11-20T12:19:07.149Z 0x26 session 0x100001f46d00009 cxid 3 createContainer /wire/cont-reaped 1 B "c" acl world:anyone:31 digest 32801805685
      2026-11-20T12:19:07.151Z 0x27 session 0x100001f46d00009 cxid 4 create /wire/cont-reaped/x 1 B "c" acl world:anyone:31 digest 34554483214
      2026-11-20T12:19:07.159Z 0x28 session 0x100001f46d00009 cxid 5 delete /wire/cont-reaped/x digest 29908917068
      2026-11-20T12:19:07.167Z 0x29 session 0x100001f46d00009 cxid 6 createTTL /wire/ttl-long 1 B "t" acl world:anyone:31 ttl 1000000000000 ms digest 36788839735
      2026-11-20T12:19:07.171Z 0x2a session 0x100001f46d00009 cxid 7 createTTL /wire/ttl-seq-0000000008 1 B "t" acl world:anyone:31 ttl 1000000000000 ms digest 36929060629
      2026-11-20T12:19:07.178Z 0x2b session 0x100001f46d00009 cxid 8 createTTL /wire/ttl-short 1 B "t" acl world:anyone:31 ttl 500 ms digest 39704028244
      2026-11-20T12:19:07.317Z 0x2c session 0x0 cxid 0 deleteContainer /wire/cont-reaped digest 38045410062
      2026-11-20T12:19:08.316Z 0x2d session 0x0 cxid 0 deleteContainer /wire/ttl-short digest 37868448763
      2026-11-20T12:19:09.793Z 0x2e session 0x100001f46d00009 cxid 13 closeSession [] digest 37868448763
      2026-11-20T12:19:10.050Z 0x2f session 0x100001f46d0000a cxid 0 createSession timeout 30000 ms digest 37868448763
      2026-11-20T12:19:10.053Z 0x30 session 0x100001f46d0000a cxid 1 create /wire/d 1 B "v" acl world:anyone:31 digest 37704181167
      2026-11-20T12:19:10.055Z 0x31 session 0x100001f46d0000a cxid 2 create /wire/d/k 1 B "v" acl world:anyone:31 digest 37191520168
      2026-11-20T12:19:10.056Z 0x32 session 0x100001f46d0000a cxid 3 error -111 (NOT_EMPTY)
      2026-11-20T12:19:10.058Z 0x33 session 0x100001f46d0000a cxid 4 error -103 (BAD_VERSION)
      2026-11-20T12:19:10.062Z 0x34 session 0x100001f46d0000a cxid 5 delete /wire/d/k digest 39083946165
      2026-11-20T12:19:10.064Z 0x35 session 0x100001f46d0000a cxid 6 delete /wire/d digest 37382181813
      2026-11-20T12:19:10.065Z 0x36 session 0x100001f46d0000a cxid 7 error -101 (NO_NODE)
      2026-11-20T12:19:10.066Z 0x37 session 0x100001f46d0000a cxid 8 error -8 (BAD_ARGUMENTS)
      2026-11-20T12:19:10.067Z 0x38 session 0x100001f46d0000a cxid 9 closeSession [] digest 37382181813
      2026-11-20T12:19:10.322Z 0x39 session 0x100001f46d0000b cxid 0 createSession timeout 30000 ms digest 37382181813
      2026-11-20T12:19:10.337Z 0x3a session 0x100001f46d0000b cxid 7 setData /wire/c 2 B "v1" version 1 digest 36240413214
      2026-11-20T12:19:10.339Z 0x3b session 0x100001f46d0000b cxid 8 setData /wire/c 2 B "v2" version 2 digest 38161756170
      2026-11-20T12:19:10.342Z 0x3c session 0x100001f46d0000b cxid 9 setData /wire/c2 null version 1 digest 35788243983
      2026-11-20T12:19:10.345Z 0x3d session 0x100001f46d0000b cxid 10 error -103 (BAD_VERSION)
      2026-11-20T12:19:10.346Z 0x3e session 0x100001f46d0000b cxid 11 error -101 (NO_NODE)
      2026-11-20T12:19:10.347Z 0x3f session 0x100001f46d0000b cxid 12 closeSession [] digest 35788243983
      2026-11-20T12:19:10.603Z 0x40 session 0x100001f46d0000c cxid 0 createSession timeout 60000 ms digest 35788243983
      2026-11-20T12:19:10.607Z 0x41 session 0x100001f46d0000c cxid 1 create /wire/big 100000 B "\\u0000\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006\\u0007\\u0008\\u0009\\u000a\\u000b\\u000c\\u000d\\u000e\\u000f\\u0010\\u0011\\u0012\\u0013\\u0014\\u0015\\u0016\\u0017\\u0018\\u0019\\u001a\\u001b\\u001c\\u001d\\u001e\\u001f !"#$%&'()*+,-./0123456789:;<=>?…" acl world:anyone:31 digest 37217816944
      2026-11-20T12:19:10.612Z 0x42 session 0x100001f46d0000c cxid 3 setData /wire/big 5000 B "\\u0000\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006\\u0007\\u0008\\u0009\\u000a\\u000b\\u000c\\u000d\\u000e\\u000f\\u0010\\u0011\\u0012\\u0013\\u0014\\u0015\\u0016\\u0017\\u0018\\u0019\\u001a\\u001b\\u001c\\u001d\\u001e\\u001f !"#$%&'()*+,-./0123456789:;<=>?…" version 1 digest 36304900823
      2026-11-20T12:19:10.613Z 0x43 session 0x100001f46d0000c cxid 4 closeSession [] digest 36304900823
      2026-11-20T12:19:10.870Z 0x44 session 0x100001f46d0000d cxid 0 createSession timeout 30000 ms digest 36304900823
      2026-11-20T12:19:10.876Z 0x45 session 0x100001f46d0000d cxid 1 create /wire/ümläut 22 B "data of /wire/ümläut" acl world:anyone:31 digest 42536507874
      2026-11-20T12:19:10.881Z 0x46 session 0x100001f46d0000d cxid 2 create /wire/日本語 23 B "data of /wire/日本語" acl world:anyone:31 digest 40746731157
      """;

  private static final String SECOND =
      """
      2026-11-20T12:19:10.884Z 0x47 session 0x100001f46d0000d cxid 3 create /wire/список 26 B "data of /wire/список" acl world:anyone:31 digest 46233041277
      2026-11-20T12:19:10.886Z 0x48 session 0x100001f46d0000d cxid 4 create /wire/with space 24 B "data of /wire/with space" acl world:anyone:31 digest 46038601859
      2026-11-20T12:19:10.887Z 0x49 session 0x100001f46d0000d cxid 5 create /wire/a.b-c_d:e 23 B "data of /wire/a.b-c_d:e" acl world:anyone:31 digest 47681665452
      2026-11-20T12:19:10.887Z 0x4a session 0x100001f46d0000d cxid 6 create /wire/ﬁ-lig 21 B "data of /wire/ﬁ-lig" acl world:anyone:31 digest 51347652284
      2026-11-20T12:19:10.897Z 0x4b session 0x100001f46d0000d cxid 9 closeSession [] digest 51347652284
      2026-11-20T12:19:11.154Z 0x4c session 0x100001f46d0000e cxid 0 createSession timeout 30000 ms digest 51347652284
      2026-11-20T12:19:11.358Z 0x4d session 0x100001f46d0000e cxid 1 create /wire/acl 6 B "secret" acl digest:alice:0H3LR71td7bmv+FwKgVasiS36rc=:31 digest 53216187369
      2026-11-20T12:19:11.366Z 0x4e session 0x100001f46d0000e cxid 3 setACL /wire/acl digest:alice:0H3LR71td7bmv+FwKgVasiS36rc=:31,digest:bob:gibberish:1,ip:10.0.0.0/8:1 version 1 digest 53594136486
      2026-11-20T12:19:11.369Z 0x4f session 0x100001f46d0000e cxid 5 error -103 (BAD_VERSION)
      2026-11-20T12:19:11.372Z 0x50 session 0x100001f46d0000e cxid 6 setACL /wire/c2 world:anyone:31,ip:127.0.0.1:1 version 1 digest 53438231523
      2026-11-20T12:19:11.374Z 0x51 session 0x100001f46d0000e cxid 8 create /wire/acl-ro 1 B "r" acl digest:alice:0H3LR71td7bmv+FwKgVasiS36rc=:31,world:anyone:1 digest 57960842336
      2026-11-20T12:19:11.378Z 0x52 session 0x100001f46d0000e cxid 9 create /wire/acl-create-only 1 B "r" acl world:anyone:4 digest 57341986644
      2026-11-20T12:19:11.379Z 0x53 session 0x100001f46d0000e cxid 10 closeSession [] digest 57341986644
      2026-11-20T12:19:11.637Z 0x54 session 0x100001f46d0000f cxid 0 createSession timeout 30000 ms digest 57341986644
      2026-11-20T12:19:11.642Z 0x55 session 0x100001f46d0000f cxid 2 error -102 (NO_AUTH)
      2026-11-20T12:19:11.647Z 0x56 session 0x100001f46d0000f cxid 5 error -102 (NO_AUTH)
      2026-11-20T12:19:11.648Z 0x57 session 0x100001f46d0000f cxid 6 error -102 (NO_AUTH)
      2026-11-20T12:19:11.653Z 0x58 session 0x100001f46d0000f cxid 9 error -102 (NO_AUTH)
      2026-11-20T12:19:11.660Z 0x59 session 0x100001f46d0000f cxid 10 create /wire/acl-create-only/k 1 B "x" acl world:anyone:31 digest 59050683317
      2026-11-20T12:19:11.876Z 0x5a session 0x100001f46d00000 cxid 3 setData /wire/acl 7 B "secret2" version 1 digest 60183789737
      2026-11-20T12:19:12.081Z 0x5b session 0x100001f46d0000f cxid 14 closeSession [] digest 60183789737
      2026-11-20T12:19:12.340Z 0x5c session 0x100001f46d00010 cxid 0 createSession timeout 30000 ms digest 60183789737
      2026-11-20T12:19:12.361Z 0x5d session 0x100001f46d00010 cxid 9 create /wire/eph1 null acl world:anyone:31 ephemeral digest 62011078904
      2026-11-20T12:19:12.362Z 0x5e session 0x100001f46d00010 cxid 10 create /wire/c/eph2 null acl world:anyone:31 ephemeral digest 62592354080
      2026-11-20T12:19:12.370Z 0x5f session 0x100001f46d00010 cxid 13 closeSession [/wire/c/eph2, /wire/eph1] digest 62481949824
      2026-11-20T12:19:12.630Z 0x60 session 0x100001f46d00011 cxid 0 createSession timeout 30000 ms digest 62481949824
      2026-11-20T12:19:12.651Z 0x61 session 0x100001f46d00011 cxid 3 closeSession [] digest 62481949824
      2026-11-20T12:19:12.907Z 0x62 session 0x100001f46d00012 cxid 0 createSession timeout 30000 ms digest 62481949824
      2026-11-20T12:19:12.918Z 0x63 session 0x100001f46d00012 cxid 1 multi [create /wire/m 1 B "m" acl world:anyone:31; create /wire/m/s-0000000000 1 B "m" acl world:anyone:31; create /wire/m/s-0000000001 1 B "m" acl world:anyone:31; setData /wire/m 2 B "m2" version 1; check /wire/m version 2; create /wire/m/tmp 1 B "m" acl world:anyone:31; delete /wire/m/tmp; create /wire/m/eph 1 B "m" acl world:anyone:31 ephemeral] digest 64500288053
      2026-11-20T12:19:12.924Z 0x64 session 0x100001f46d00012 cxid 2 multi [createContainer /wire/m/cont 1 B "m" acl world:anyone:31; create /wire/m/cont/k 1 B "m" acl world:anyone:31; createTTL /wire/m/ttl 1 B "m" acl world:anyone:31 ttl 1000000000000 ms] digest 73915336884
      2026-11-20T12:19:12.926Z 0x65 session 0x100001f46d00012 cxid 3 closeSession [/wire/m/eph] digest 74278543753
      2026-11-20T12:19:13.186Z 0x66 session 0x100001f46d00013 cxid 0 createSession timeout 30000 ms digest 74278543753
      2026-11-20T12:19:13.188Z 0x67 session 0x100001f46d00013 cxid 1 multi (failed, nothing applied) [create /wire/m/f1 1 B "m" acl world:anyone:31; setData /wire/m 2 B "zz" version 2; error -103 (BAD_VERSION); error -2 (RUNTIME_INCONSISTENCY); error -2 (RUNTIME_INCONSISTENCY)] digest 74278543753
      2026-11-20T12:19:13.191Z 0x68 session 0x100001f46d00013 cxid 2 multi (failed, nothing applied) [error -101 (NO_NODE); error -2 (RUNTIME_INCONSISTENCY)] digest 74278543753
      2026-11-20T12:19:13.195Z 0x69 session 0x100001f46d00013 cxid 3 multi (failed, nothing applied) [create /wire/m/s-0000000006 1 B "m" acl world:anyone:31; error -110 (NODE_EXISTS)] digest 74278543753
      2026-11-20T12:19:13.196Z 0x6a session 0x100001f46d00013 cxid 4 create /wire/m/s-0000000006 1 B "m" acl world:anyone:31 digest 75294069380
      2026-11-20T12:19:13.204Z 0x6b session 0x100001f46d00013 cxid 5 closeSession [] digest 75294069380
      2026-11-20T12:19:13.468Z 0x6c session 0x100001f46d00014 cxid 0 createSession timeout 30000 ms digest 75294069380
      2026-11-20T12:19:13.475Z 0x6d session 0x100001f46d00014 cxid 2 closeSession [] digest 75294069380
      2026-11-20T12:19:13.733Z 0x6e session 0x100001f46d00015 cxid 0 createSession timeout 30000 ms digest 75294069380
      2026-11-20T12:19:13.738Z 0x6f session 0x100001f46d00000 cxid 4 create /wire/w 1 B "0" acl world:anyone:31 digest 80219114017
      2026-11-20T12:19:13.898Z 0x70 session 0x100001f46d00000 cxid 5 setData /wire/w 1 B "1" version 1 digest 77250453209
      2026-11-20T12:19:14.050Z 0x71 session 0x100001f46d00000 cxid 6 create /wire/w/k null acl world:anyone:31 digest 84687405705
      2026-11-20T12:19:14.204Z 0x72 session 0x100001f46d00000 cxid 7 setACL /wire/w world:anyone:31 version 1 digest 84298706630
      2026-11-20T12:19:14.305Z 0x73 session 0x100001f46d00000 cxid 8 delete /wire/w/k digest 77689025875
      2026-11-20T12:19:14.461Z 0x74 session 0x100001f46d00000 cxid 9 delete /wire/w digest 76655719001
      2026-11-20T12:19:14.664Z 0x75 session 0x100001f46d00015 cxid 12 closeSession [] digest 76655719001
      2026-11-20T12:19:14.921Z 0x76 session 0x100001f46d00016 cxid 0 createSession timeout 30000 ms digest 76655719001
      2026-11-20T12:19:14.923Z 0x77 session 0x100001f46d00000 cxid 10 create /wire/p 1 B "0" acl world:anyone:31 digest 79865877688
      2026-11-20T12:19:14.924Z 0x78 session 0x100001f46d00000 cxid 11 setData /wire/p 1 B "1" version 1 digest 80626784285
      2026-11-20T12:19:14.925Z 0x79 session 0x100001f46d00000 cxid 12 create /wire/p/k null acl world:anyone:31 digest 84901652963
      2026-11-20T12:19:14.926Z 0x7a session 0x100001f46d00000 cxid 13 setData /wire/p/k 1 B "1" version 1 digest 84872525651
      2026-11-20T12:19:14.927Z 0x7b session 0x100001f46d00000 cxid 14 create /wire/p/k/g null acl world:anyone:31 digest 87911122262
      2026-11-20T12:19:14.927Z 0x7c session 0x100001f46d00000 cxid 15 delete /wire/p/k/g digest 85626752886
      2026-11-20T12:19:14.927Z 0x7d session 0x100001f46d00000 cxid 16 delete /wire/p/k digest 81891286169
      2026-11-20T12:19:14.929Z 0x7e session 0x100001f46d00000 cxid 17 delete /wire/p digest 78142547413
      2026-11-20T12:19:14.930Z 0x7f session 0x100001f46d00000 cxid 18 create /wire/p 5 B "again" acl world:anyone:31 digest 81231753685
      2026-11-20T12:19:15.144Z 0x80 session 0x100001f46d00000 cxid 19 setData /wire/p 1 B "2" version 1 digest 77846056404
      2026-11-20T12:19:15.297Z 0x81 session 0x100001f46d00016 cxid 4 closeSession [] digest 77846056404
      2026-11-20T12:19:15.554Z 0x82 session 0x100001f46d00017 cxid 0 createSession timeout 30000 ms digest 77846056404
      2026-11-20T12:19:15.557Z 0x83 session 0x100001f46d00000 cxid 20 create /wire/r 1 B "0" acl world:anyone:31 digest 79786718247
      2026-11-20T12:19:15.557Z 0x84 session 0x100001f46d00000 cxid 21 setData /wire/r 1 B "1" version 1 digest 80431253277
      2026-11-20T12:19:15.558Z 0x85 session 0x100001f46d00000 cxid 22 create /wire/r/k null acl world:anyone:31 digest 82683530966
      2026-11-20T12:19:15.558Z 0x86 session 0x100001f46d00000 cxid 23 setData /wire/r/k 1 B "1" version 1 digest 82398934582
      2026-11-20T12:19:15.559Z 0x87 session 0x100001f46d00000 cxid 24 create /wire/r/k/g null acl world:anyone:31 digest 83688177560
      """;

  private static final String THIRD =
      """
      2026-11-20T12:19:15.560Z 0x88 session 0x100001f46d00000 cxid 25 delete /wire/r/k/g digest 79554216669
      2026-11-20T12:19:15.561Z 0x89 session 0x100001f46d00000 cxid 26 delete /wire/r/k digest 81897106329
      2026-11-20T12:19:15.713Z 0x8a session 0x100001f46d00000 cxid 27 setData /wire/r 1 B "2" version 2 digest 79239207203
      2026-11-20T12:19:15.714Z 0x8b session 0x100001f46d00000 cxid 28 create /wire/r/k2 null acl world:anyone:31 digest 81570313858
      2026-11-20T12:19:15.865Z 0x8c session 0x100001f46d00000 cxid 29 delete /wire/r/k2 digest 79987442637
      2026-11-20T12:19:15.867Z 0x8d session 0x100001f46d00000 cxid 30 delete /wire/r digest 79108510706
      2026-11-20T12:19:16.069Z 0x8e session 0x100001f46d00017 cxid 4 closeSession [] digest 79108510706
      2026-11-20T12:19:16.323Z 0x8f session 0x100001f46d00018 cxid 0 createSession timeout 30000 ms digest 79108510706
      2026-11-20T12:19:16.326Z 0x90 session 0x100001f46d00018 cxid 1 create /wire/we1 null acl world:anyone:31 ephemeral digest 82282072546
      2026-11-20T12:19:16.327Z 0x91 session 0x100001f46d00018 cxid 2 create /wire/we2 null acl world:anyone:31 ephemeral digest 83552295334
      2026-11-20T12:19:16.331Z 0x92 session 0x100001f46d00019 cxid 0 createSession timeout 30000 ms digest 83552295334
      2026-11-20T12:19:16.336Z 0x93 session 0x100001f46d00018 cxid 3 closeSession [/wire/we2, /wire/we1] digest 77592478928
      2026-11-20T12:19:16.738Z 0x94 session 0x100001f46d00019 cxid 4 closeSession [] digest 77592478928
      2026-11-20T12:19:16.995Z 0x95 session 0x100001f46d0001a cxid 0 createSession timeout 10000 ms digest 77592478928
      2026-11-20T12:19:17.017Z 0x96 session 0x100001f46d0001a cxid 23 closeSession [] digest 77592478928
      2026-11-20T12:19:17.170Z 0x97 session 0x100001f46d0001b cxid 0 createSession timeout 20000 ms digest 77592478928
      2026-11-20T12:19:17.172Z 0x98 session 0x100001f46d00000 cxid 31 create /wire/sw 1 B "0" acl world:anyone:31 digest 79643532123
      2026-11-20T12:19:17.173Z 0x99 session 0x100001f46d00000 cxid 32 create /wire/sw/gone 1 B "0" acl world:anyone:31 digest 82835049232
      2026-11-20T12:19:17.176Z 0x9a session 0x100001f46d00000 cxid 33 setData /wire/sw 1 B "1" version 1 digest 81511538168
      2026-11-20T12:19:17.177Z 0x9b session 0x100001f46d00000 cxid 34 delete /wire/sw/gone digest 78750794966
      2026-11-20T12:19:17.178Z 0x9c session 0x100001f46d00000 cxid 35 create /wire/sw/new null acl world:anyone:31 digest 82149395588
      2026-11-20T12:19:18.858Z 0x9d session 0x100001f46d0001b cxid 9 closeSession [] digest 82149395588
      2026-11-20T12:19:19.118Z 0x9e session 0x100001f46d0001c cxid 0 createSession timeout 20000 ms digest 82149395588
      2026-11-20T12:19:19.123Z 0x9f session 0x100001f46d00000 cxid 36 setData /wire/sw 1 B "2" version 2 digest 82062713503
      2026-11-20T12:19:21.626Z 0xa0 session 0x100001f46d00000 cxid 37 setData /wire/sw 1 B "3" version 3 digest 79778262867
      2026-11-20T12:19:21.627Z 0xa1 session 0x100001f46d00000 cxid 38 setData /wire/c 2 B "v3" version 3 digest 78837264625
      2026-11-20T12:19:21.830Z 0xa2 session 0x100001f46d0001c cxid 5 closeSession [] digest 78837264625
      2026-11-20T12:19:22.086Z 0xa3 session 0x100001f46d0001d cxid 0 createSession timeout 30000 ms digest 78837264625
      2026-11-20T12:19:22.295Z 0xa4 session 0x100001f46d0001d cxid 2 create /wire/auth2 1 B "x" acl digest:alice:0H3LR71td7bmv+FwKgVasiS36rc=:31,digest:bob:DzYBVPYoUPHuiOrAcsz6mJwnG9k=:31 digest 81686644450
      2026-11-20T12:19:22.298Z 0xa5 session 0x100001f46d0001d cxid 4 closeSession [] digest 81686644450
      2026-11-20T12:19:22.555Z 0xa6 session 0x100001f46d0001e cxid 0 createSession timeout 30000 ms digest 81686644450
      2026-11-20T12:19:22.765Z 0xa7 session 0x100001f46d0001e cxid 3 closeSession [] digest 81686644450
      2026-11-20T12:19:23.026Z 0xa8 session 0x100001f46d0001f cxid 0 createSession timeout 10000 ms digest 81686644450
      2026-11-20T12:19:23.184Z 0xa9 session 0x100001f46d00020 cxid 0 createSession timeout 30000 ms digest 81686644450
      2026-11-20T12:19:23.189Z 0xaa session 0x100001f46d00020 cxid 2 closeSession [] digest 81686644450
      2026-11-20T12:19:23.445Z 0xab session 0x100001f46d00021 cxid 0 createSession timeout 3000 ms digest 81686644450
      2026-11-20T12:19:25.947Z 0xac session 0x100001f46d00021 cxid 1 closeSession [] digest 81686644450
      2026-11-20T12:19:26.224Z 0xad session 0x100001f46d00022 cxid 0 createSession timeout 20000 ms digest 81686644450
      2026-11-20T12:19:27.029Z 0xae session 0x100001f46d00022 cxid 4 create /wire/sasl 1 B "s" acl sasl:sasluser:31 digest 82347725345
      2026-11-20T12:19:27.039Z 0xaf session 0x100001f46d00022 cxid 6 closeSession [] digest 82347725345
      2026-11-20T12:19:27.294Z 0xb0 session 0x100001f46d00023 cxid 0 createSession timeout 10000 ms digest 82347725345
      2026-11-20T12:19:27.453Z 0xb1 session 0x100001f46d00024 cxid 0 createSession timeout 20000 ms digest 82347725345
      2026-11-20T12:19:27.956Z 0xb2 session 0x100001f46d00024 cxid 1 error -123 (RECONFIG_DISABLED)
      2026-11-20T12:19:27.959Z 0xb3 session 0x100001f46d00024 cxid 3 closeSession [] digest 82347725345
      2026-11-20T12:19:28.215Z 0xb4 session 0x100001f46d00025 cxid 0 createSession timeout 30000 ms digest 82347725345
      2026-11-20T12:19:28.217Z 0xb5 session 0x100001f46d00025 cxid 1 create /wire/q 5 B "12345" acl world:anyone:31 digest 84341581406
      2026-11-20T12:19:28.219Z 0xb6 session 0x100001f46d00025 cxid 2 create /zookeeper/quota/wire null acl world:anyone:31 digest 84341581406
      2026-11-20T12:19:28.221Z 0xb7 session 0x100001f46d00025 cxid 3 create /zookeeper/quota/wire/q null acl world:anyone:31 digest 84341581406
      2026-11-20T12:19:28.222Z 0xb8 session 0x100001f46d00025 cxid 4 create /zookeeper/quota/wire/q/zookeeper_limits 51 B "count=3,bytes=20=;byteHardLimit=40;countHardLimit=4" acl world:anyone:31 digest 84341581406
      2026-11-20T12:19:28.223Z 0xb9 session 0x100001f46d00025 cxid 5 create /zookeeper/quota/wire/q/zookeeper_stats 15 B "count=0,bytes=0" acl world:anyone:31 digest 84341581406
      2026-11-20T12:19:28.226Z 0xba session 0x100001f46d00025 cxid 7 create /wire/q/k0 3 B "abc" acl world:anyone:31 digest 86977187836
      2026-11-20T12:19:28.230Z 0xbb session 0x100001f46d00025 cxid 8 create /wire/q/k1 3 B "abc" acl world:anyone:31 digest 89961475618
      2026-11-20T12:19:28.231Z 0xbc session 0x100001f46d00025 cxid 9 create /wire/q/k2 3 B "abc" acl world:anyone:31 digest 89951039748
      2026-11-20T12:19:28.232Z 0xbd session 0x100001f46d00025 cxid 10 error -125 (QUOTA_EXCEEDED)
      2026-11-20T12:19:28.234Z 0xbe session 0x100001f46d00025 cxid 11 error -125 (QUOTA_EXCEEDED)
      2026-11-20T12:19:28.235Z 0xbf session 0x100001f46d00025 cxid 12 error -125 (QUOTA_EXCEEDED)
      2026-11-20T12:19:28.236Z 0xc0 session 0x100001f46d00025 cxid 13 setData /wire/q/k0 20 B "\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000" version 1 digest 89924966167
      2026-11-20T12:19:28.238Z 0xc1 session 0x100001f46d00025 cxid 14 multi (failed, nothing applied) [delete /wire/q/k1; error -125 (QUOTA_EXCEEDED); error -2 (RUNTIME_INCONSISTENCY)] digest 89924966167
      2026-11-20T12:19:28.239Z 0xc2 session 0x100001f46d00025 cxid 16 closeSession [] digest 89924966167
      2026-11-20T12:19:28.494Z 0xc3 session 0x100001f46d00026 cxid 0 createSession timeout 20000 ms digest 89924966167
      2026-11-20T12:19:28.496Z 0xc4 session 0x100001f46d00026 cxid 1 create /wire/ro-ok null acl world:anyone:31 digest 90031076027
      2026-11-20T12:19:28.503Z 0xc5 session 0x100001f46d00026 cxid 2 closeSession [] digest 90031076027
      2026-11-20T12:19:28.758Z 0xc6 session 0x100001f46d00027 cxid 0 createSession timeout 10000 ms digest 90031076027
      2026-11-20T12:19:28.915Z 0xc7 session 0x100001f46d00028 cxid 0 createSession timeout 10000 ms digest 90031076027
      2026-11-20T12:19:29.069Z 0xc8 session 0x100001f46d00029 cxid 0 createSession timeout 10000 ms digest 90031076027
      2026-11-20T12:19:29.070Z 0xc9 session 0x100001f46d00029 cxid 1 error -8 (BAD_ARGUMENTS)
      2026-11-20T12:19:29.075Z 0xca session 0x100001f46d00029 cxid 2 error -8 (BAD_ARGUMENTS)
      2026-11-20T12:19:29.075Z 0xcb session 0x100001f46d00029 cxid 3 error -101 (NO_NODE)
      2026-11-20T12:19:29.076Z 0xcc session 0x100001f46d00029 cxid 4 error -8 (BAD_ARGUMENTS)
      2026-11-20T12:19:29.077Z 0xcd session 0x100001f46d00029 cxid 5 error -8 (BAD_ARGUMENTS)
      2026-11-20T12:19:29.077Z 0xce session 0x100001f46d00029 cxid 6 error -101 (NO_NODE)
      """;

  private static final String FOURTH =
      """
      2026-11-20T12:19:29.078Z 0xcf session 0x100001f46d00029 cxid 7 error -8 (BAD_ARGUMENTS)
      2026-11-20T12:19:29.079Z 0xd0 session 0x100001f46d00029 cxid 8 error -8 (BAD_ARGUMENTS)
      2026-11-20T12:19:29.079Z 0xd1 session 0x100001f46d00029 cxid 9 error -8 (BAD_ARGUMENTS)
      2026-11-20T12:19:29.080Z 0xd2 session 0x100001f46d00029 cxid 10 error -110 (NODE_EXISTS)
      2026-11-20T12:19:29.081Z 0xd3 session 0x100001f46d00029 cxid 11 error -114 (INVALID_ACL)
      2026-11-20T12:19:29.081Z 0xd4 session 0x100001f46d00029 cxid 12 error -8 (BAD_ARGUMENTS)
      2026-11-20T12:19:29.082Z 0xd5 session 0x100001f46d00029 cxid 13 error -8 (BAD_ARGUMENTS)
      2026-11-20T12:19:29.082Z 0xd6 session 0x100001f46d00029 cxid 14 error -8 (BAD_ARGUMENTS)
      2026-11-20T12:19:29.083Z 0xd7 session 0x100001f46d00029 cxid 15 error -8 (BAD_ARGUMENTS)
      2026-11-20T12:19:29.084Z 0xd8 session 0x100001f46d00029 cxid 20 error -8 (BAD_ARGUMENTS)
      2026-11-20T12:19:29.088Z 0xd9 session 0x100001f46d00029 cxid 21 error -8 (BAD_ARGUMENTS)
      2026-11-20T12:19:29.088Z 0xda session 0x100001f46d00029 cxid 22 error -8 (BAD_ARGUMENTS)
      2026-11-20T12:19:29.089Z 0xdb session 0x100001f46d00029 cxid 23 error -8 (BAD_ARGUMENTS)
      2026-11-20T12:19:29.089Z 0xdc session 0x100001f46d00029 cxid 24 error -8 (BAD_ARGUMENTS)
      2026-11-20T12:19:29.090Z 0xdd session 0x100001f46d00029 cxid 25 error -114 (INVALID_ACL)
      2026-11-20T12:19:29.091Z 0xde session 0x100001f46d00029 cxid 26 setACL /wire/c2 world:anyone:0 version 2 digest 90693056248
      2026-11-20T12:19:29.091Z 0xdf session 0x100001f46d00029 cxid 27 error -114 (INVALID_ACL)
      2026-11-20T12:19:29.091Z 0xe0 session 0x100001f46d00029 cxid 28 error -114 (INVALID_ACL)
      2026-11-20T12:19:29.092Z 0xe1 session 0x100001f46d00029 cxid 29 error -114 (INVALID_ACL)
      2026-11-20T12:19:29.092Z 0xe2 session 0x100001f46d00029 cxid 30 deleteContainer /wire/ro-ok digest 88838174283
      2026-11-20T12:19:29.094Z 0xe3 session 0x100001f46d00029 cxid 32 error -103 (BAD_VERSION)
      2026-11-20T12:19:29.095Z 0xe4 session 0x100001f46d00029 cxid 35 closeSession [] digest 88838174283
      2026-11-20T12:19:29.249Z 0xe5 session 0x100001f46d0002a cxid 0 createSession timeout 10000 ms digest 88838174283
      2026-11-20T12:19:29.250Z 0xe5 session 0x100001f46d0002a cxid 1 error -5 (MARSHALLING_ERROR)
      2026-11-20T12:19:29.251Z 0xe6 session 0x100001f46d0002a cxid 2 error -5 (MARSHALLING_ERROR)
      2026-11-20T12:19:29.253Z 0xe7 session 0x100001f46d0002a cxid 3 error -5 (MARSHALLING_ERROR)
      2026-11-20T12:19:29.255Z 0xe8 session 0x100001f46d0002a cxid 5 multi [] digest 88838174283
      2026-11-20T12:19:29.258Z 0xe9 session 0x100001f46d0002a cxid 7 closeSession [] digest 88838174283
      2026-11-20T12:19:29.412Z 0xea session 0x100001f46d0002b cxid 0 createSession timeout 10000 ms digest 88838174283
      2026-11-20T12:19:29.568Z 0xeb session 0x100001f46d0002c cxid 0 createSession timeout 10000 ms digest 88838174283
      2026-11-20T12:19:30.423Z 0xec session 0x100001f46d0002d cxid 0 createSession timeout 10000 ms digest 88838174283
      2026-11-20T12:19:30.424Z 0xed session 0x100001f46d0002d cxid 2 setData /wire/c 9 B "pipelined" version 4 digest 90274616191
      2026-11-20T12:19:30.424Z 0xee session 0x100001f46d0002d cxid 4 create /wire/pl 1 B "1" acl world:anyone:31 digest 91062498789
      2026-11-20T12:19:30.424Z 0xef session 0x100001f46d0002d cxid 7 delete /wire/pl digest 92783927498
      2026-11-20T12:19:30.426Z 0xf0 session 0x100001f46d0002d cxid 99 closeSession [] digest 92783927498
      2026-11-20T12:19:30.578Z 0xf1 session 0x100001f46d0002e cxid 0 createSession timeout 10000 ms digest 92783927498
      2026-11-20T12:19:30.581Z 0xf2 session 0x100001f46d0002e cxid 6 closeSession [] digest 92783927498
      2026-11-20T12:19:31.824Z 0xf3 session 0x100001f46d0002f cxid 0 createSession timeout 10000 ms digest 92783927498
      2026-11-20T12:19:31.981Z 0xf4 session 0x100001f46d00030 cxid 0 createSession timeout 10000 ms digest 92783927498
      2026-11-20T12:19:31.985Z 0xf5 session 0x100001f46d00030 cxid 2 closeSession [] digest 92783927498
      2026-11-20T12:19:32.140Z 0xf6 session 0x100001f46d00031 cxid 0 createSession timeout 3600000 ms digest 92783927498
      2026-11-20T12:19:32.141Z 0xf7 session 0x100001f46d00031 cxid 1 create /wire/live-eph 29 B "session with one hour timeout" acl world:anyone:31 ephemeral digest 89983890830
      2026-11-20T12:19:32.142Z 0xf8 session 0x100001f46d00031 cxid 2 create /wire/live-seq-0000000036 1 B "s" acl world:anyone:31 ephemeral digest 91284855904
      2026-11-20T12:19:32.144Z 0xf9 session 0x100001f46d00000 cxid 39 setData /wire/c 10 B "last write" version 5 digest 87717213264
      2026-11-20T12:19:32.145Z 0xfa session 0x100001f46d00000 cxid 40 create /after-close 1 B "x" acl world:anyone:31 digest 91985445127
      2026-11-20T12:19:32.146Z 0xfb session 0x100001f46d00000 cxid 41 closeSession [] digest 91985445127
      """;

  private static final String ENSEMBLE =
      """
      2026-11-20T12:16:18.952Z 0x100000001 session 0x100001cc9c30000 cxid 1 create /wire 1 B "w" acl world:anyone:31 digest 8126170367
      2026-11-20T12:16:19.256Z 0x100000002 session 0x200001cc9bf0000 cxid 0 createSession timeout 30000 ms digest 8126170367
      2026-11-20T12:16:19.258Z 0x100000003 session 0x200001cc9bf0000 cxid 1 create /wire/e1 1 B "w" acl world:anyone:31 ephemeral digest 9563438429
      2026-11-20T12:16:19.274Z 0x100000004 session 0x200001cc9bf0000 cxid 3 closeSession [/wire/e1] digest 7877893340
      2026-11-20T12:16:19.707Z 0x100000005 session 0x100001cc9c30002 cxid 0 createSession timeout 10000 ms digest 7877893340
      2026-11-20T12:16:19.708Z 0x100000006 session 0x100001cc9c30002 cxid 1 create /wire/moved 1 B "m" acl world:anyone:31 ephemeral digest 10992984926
      2026-11-20T12:16:19.817Z 0x100000007 session 0x100001cc9c30002 cxid 1 setData /wire/moved 4 B "by y" version 1 digest 9974906042
      2026-11-20T12:16:19.827Z 0x100000008 session 0x100001cc9c30002 cxid 3 error -118 (SESSION_MOVED)
      2026-11-20T12:16:19.838Z 0x100000009 session 0x100001cc9c30002 cxid 3 closeSession [/wire/moved] digest 5785099468
      2026-11-20T12:16:20.864Z 0x10000000a session 0x100001cc9c30004 cxid 1 error -102 (NO_AUTH)
      2026-11-20T12:16:20.892Z 0x10000000b session 0x100001cc9c30004 cxid 3 error -103 (BAD_VERSION)
      2026-11-20T12:16:20.898Z 0x10000000c session 0x100001cc9c30004 cxid 4 reconfig 135 B "server.1=127.0.0.1:21111:21121:participant;127.0.0.1:21101\\u000aserve…" digest 5785099468
      2026-11-20T12:16:21.224Z 0x10000000d session 0x100001cc9c30004 cxid 5 error -13 (NEW_CONFIG_NO_QUORUM)
      2026-11-20T12:16:21.232Z 0x10000000e session 0x100001cc9c30004 cxid 6 error -8 (BAD_ARGUMENTS)
      2026-11-20T12:16:21.237Z 0x10000000f session 0x100001cc9c30004 cxid 7 reconfig 194 B "server.1=127.0.0.1:21111:21121:participant;127.0.0.1:21101\\u000aserve…" digest 5785099468
      2026-11-20T12:16:21.847Z 0x100000010 session 0x100001cc9c30005 cxid 0 createSession timeout 3600000 ms digest 5785099468
      2026-11-20T12:16:21.847Z 0x100000011 session 0x100001cc9c30005 cxid 1 create /wire/live-global 1 B "g" acl world:anyone:31 ephemeral digest 8524023340
      """;

  private static final String NO_DIGESTS =
      """
      2026-11-20T12:22:19.199Z 0x1 session 0x100002249d30000 cxid 0 createSession timeout 30000 ms
      2026-11-20T12:22:19.241Z 0x2 session 0x100002249d30000 cxid 1 create /p1 7 B "phase 1" acl world:anyone:31
      2026-11-20T12:22:19.263Z 0x3 session 0x100002249d30000 cxid 2 create /p1/n-0000000000 7 B "value 0" acl world:anyone:31
      2026-11-20T12:22:19.265Z 0x4 session 0x100002249d30000 cxid 3 create /p1/n-0000000001 7 B "value 1" acl world:anyone:31
      2026-11-20T12:22:19.266Z 0x5 session 0x100002249d30000 cxid 4 create /p1/n-0000000002 7 B "value 2" acl world:anyone:31
      2026-11-20T12:22:19.267Z 0x6 session 0x100002249d30000 cxid 5 create /p1/n-0000000003 7 B "value 3" acl world:anyone:31
      2026-11-20T12:22:19.271Z 0x7 session 0x100002249d30000 cxid 6 setData /p1 15 B "phase 1 updated" version 1
      2026-11-20T12:22:19.274Z 0x8 session 0x100002249d30000 cxid 7 create /p1/gone null acl world:anyone:31
      2026-11-20T12:22:19.276Z 0x9 session 0x100002249d30000 cxid 8 delete /p1/gone
      2026-11-20T12:22:19.283Z 0xa session 0x100002249d30000 cxid 9 multi [create /p1/m 1 B "m" acl world:anyone:31; setData /p1 8 B "by multi" version 2]
      2026-11-20T12:22:19.289Z 0xb session 0x100002249d30000 cxid 10 setACL /p1/m digest:u:h:31,world:anyone:1 version 1
      2026-11-20T12:22:19.291Z 0xc session 0x100002249d30000 cxid 11 closeSession (ephemerals not listed)
      2026-11-20T12:22:20.710Z 0xd session 0x10000224f1f0000 cxid 0 createSession timeout 30000 ms
      2026-11-20T12:22:20.725Z 0xe session 0x10000224f1f0000 cxid 1 create /p2 7 B "phase 2" acl world:anyone:31
      2026-11-20T12:22:20.738Z 0xf session 0x10000224f1f0000 cxid 2 create /p2/n-0000000000 7 B "value 0" acl world:anyone:31
      2026-11-20T12:22:20.743Z 0x10 session 0x10000224f1f0000 cxid 3 create /p2/n-0000000001 7 B "value 1" acl world:anyone:31
      2026-11-20T12:22:20.745Z 0x11 session 0x10000224f1f0000 cxid 4 create /p2/n-0000000002 7 B "value 2" acl world:anyone:31
      2026-11-20T12:22:20.747Z 0x12 session 0x10000224f1f0000 cxid 5 create /p2/n-0000000003 7 B "value 3" acl world:anyone:31
      2026-11-20T12:22:20.751Z 0x13 session 0x10000224f1f0000 cxid 6 setData /p2 15 B "phase 2 updated" version 1
      2026-11-20T12:22:20.753Z 0x14 session 0x10000224f1f0000 cxid 7 setData /p1 18 B "touched in phase 2" version 3
      2026-11-20T12:22:20.754Z 0x15 session 0x10000224f1f0000 cxid 8 create /p2/gone null acl world:anyone:31
      2026-11-20T12:22:20.757Z 0x16 session 0x10000224f1f0000 cxid 9 delete /p2/gone
      2026-11-20T12:22:20.767Z 0x17 session 0x10000224f1f0000 cxid 10 multi [create /p2/m 1 B "m" acl world:anyone:31; setData /p2 8 B "by multi" version 2]
      2026-11-20T12:22:20.779Z 0x18 session 0x10000224f1f0000 cxid 11 setACL /p2/m digest:u:h:31,world:anyone:1 version 1
      2026-11-20T12:22:20.781Z 0x19 session 0x10000224f1f0000 cxid 12 closeSession (ephemerals not listed)
      """;

  @Test
  void theFirstLog() {
    Run run = Run.of("txnlog", "show", Run.fixture("datadir-3.9.5/version-2/log.1"));

    assertEquals(FIRST, run.out());
  }

  @Test
  void theSecondLog() {
    Run run = Run.of("txnlog", "show", Run.fixture("datadir-3.9.5/version-2/log.47"));

    assertEquals(SECOND, run.out());
  }

  @Test
  void theThirdLog() {
    Run run = Run.of("txnlog", "show", Run.fixture("datadir-3.9.5/version-2/log.88"));

    assertEquals(THIRD, run.out());
  }

  @Test
  void theFourthLog() {
    Run run = Run.of("txnlog", "show", Run.fixture("datadir-3.9.5/version-2/log.cf"));

    assertEquals(FOURTH, run.out());
  }

  @Test
  void aLogOfAnEnsemble() {
    Run run = Run.of("txnlog", "show", Run.fixture("datadir-other/ensemble-member"));

    assertEquals(ENSEMBLE, run.out());
  }

  @Test
  void logsWithoutDigests() {
    Run run = Run.of("txnlog", "show", Run.fixture("datadir-other/no-digest"));

    assertEquals(NO_DIGESTS, run.out());
  }
}
