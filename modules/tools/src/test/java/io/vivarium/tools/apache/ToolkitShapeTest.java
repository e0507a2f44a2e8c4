package io.vivarium.tools.apache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.tools.Run;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What ZooKeeper 3.9.5 prints for the same logs, with its records of every kind. */
final class ToolkitShapeTest {
  private static final String SECOND =
      """
      ZooKeeper Transactional Log File with dbid 0 txnlog format version 2
      11/20/26, 12:19:10 PM UTC session 0x100001f46d0000d cxid 0x3 zxid 0x47 create /wire/список,data of /wire/список,[31,s{'world,'anyone}
      ],false,15
      11/20/26, 12:19:10 PM UTC session 0x100001f46d0000d cxid 0x4 zxid 0x48 create /wire/with space,data of /wire/with space,[31,s{'world,'anyone}
      ],false,16
      11/20/26, 12:19:10 PM UTC session 0x100001f46d0000d cxid 0x5 zxid 0x49 create /wire/a.b-c_d:e,data of /wire/a.b-c_d:e,[31,s{'world,'anyone}
      ],false,17
      11/20/26, 12:19:10 PM UTC session 0x100001f46d0000d cxid 0x6 zxid 0x4a create /wire/ﬁ-lig,data of /wire/ﬁ-lig,[31,s{'world,'anyone}
      ],false,18
      11/20/26, 12:19:10 PM UTC session 0x100001f46d0000d cxid 0x9 zxid 0x4b closeSession v{}
      11/20/26, 12:19:11 PM UTC session 0x100001f46d0000e cxid 0x0 zxid 0x4c createSession 30000
      11/20/26, 12:19:11 PM UTC session 0x100001f46d0000e cxid 0x1 zxid 0x4d create /wire/acl,secret,[31,s{'digest,'alice:0H3LR71td7bmv+FwKgVasiS36rc=}
      ],false,19
      11/20/26, 12:19:11 PM UTC session 0x100001f46d0000e cxid 0x3 zxid 0x4e setACL '/wire/acl,v{s{31,s{'digest,'alice:0H3LR71td7bmv+FwKgVasiS36rc=}},s{1,s{'digest,'bob:gibberish}},s{1,s{'ip,'10.0.0.0/8}}},1
      11/20/26, 12:19:11 PM UTC session 0x100001f46d0000e cxid 0x5 zxid 0x4f error -103
      11/20/26, 12:19:11 PM UTC session 0x100001f46d0000e cxid 0x6 zxid 0x50 setACL '/wire/c2,v{s{31,s{'world,'anyone}},s{1,s{'ip,'127.0.0.1}}},1
      11/20/26, 12:19:11 PM UTC session 0x100001f46d0000e cxid 0x8 zxid 0x51 create /wire/acl-ro,r,[31,s{'digest,'alice:0H3LR71td7bmv+FwKgVasiS36rc=}
      , 1,s{'world,'anyone}
      ],false,20
      11/20/26, 12:19:11 PM UTC session 0x100001f46d0000e cxid 0x9 zxid 0x52 create /wire/acl-create-only,r,[4,s{'world,'anyone}
      ],false,21
      11/20/26, 12:19:11 PM UTC session 0x100001f46d0000e cxid 0xa zxid 0x53 closeSession v{}
      11/20/26, 12:19:11 PM UTC session 0x100001f46d0000f cxid 0x0 zxid 0x54 createSession 30000
      11/20/26, 12:19:11 PM UTC session 0x100001f46d0000f cxid 0x2 zxid 0x55 error -102
      11/20/26, 12:19:11 PM UTC session 0x100001f46d0000f cxid 0x5 zxid 0x56 error -102
      11/20/26, 12:19:11 PM UTC session 0x100001f46d0000f cxid 0x6 zxid 0x57 error -102
      11/20/26, 12:19:11 PM UTC session 0x100001f46d0000f cxid 0x9 zxid 0x58 error -102
      11/20/26, 12:19:11 PM UTC session 0x100001f46d0000f cxid 0xa zxid 0x59 create /wire/acl-create-only/k,x,[31,s{'world,'anyone}
      ],false,1
      11/20/26, 12:19:11 PM UTC session 0x100001f46d00000 cxid 0x3 zxid 0x5a setData /wire/acl,secret2,1
      11/20/26, 12:19:12 PM UTC session 0x100001f46d0000f cxid 0xe zxid 0x5b closeSession v{}
      11/20/26, 12:19:12 PM UTC session 0x100001f46d00010 cxid 0x0 zxid 0x5c createSession 30000
      11/20/26, 12:19:12 PM UTC session 0x100001f46d00010 cxid 0x9 zxid 0x5d create /wire/eph1,,[31,s{'world,'anyone}
      ],true,22
      11/20/26, 12:19:12 PM UTC session 0x100001f46d00010 cxid 0xa zxid 0x5e create /wire/c/eph2,,[31,s{'world,'anyone}
      ],true,7
      11/20/26, 12:19:12 PM UTC session 0x100001f46d00010 cxid 0xd zxid 0x5f closeSession v{'/wire/c/eph2,'/wire/eph1}
      11/20/26, 12:19:12 PM UTC session 0x100001f46d00011 cxid 0x0 zxid 0x60 createSession 30000
      11/20/26, 12:19:12 PM UTC session 0x100001f46d00011 cxid 0x3 zxid 0x61 closeSession v{}
      11/20/26, 12:19:12 PM UTC session 0x100001f46d00012 cxid 0x0 zxid 0x62 createSession 30000
      11/20/26, 12:19:12 PM UTC session 0x100001f46d00012 cxid 0x1 zxid 0x63 multi create:\000\000\000\007/wire/m\000\000\000\001m\000\000\000\001\000\000\000\037\000\000\000\005world\000\000\000\006anyone\000\000\000\000\027;create:\000\000\000\024/wire/m/s-0000000000\000\000\000\001m\000\000\000\001\000\000\000\037\000\000\000\005world\000\000\000\006anyone\000\000\000\000\001;create:\000\000\000\024/wire/m/s-0000000001\000\000\000\001m\000\000\000\001\000\000\000\037\000\000\000\005world\000\000\000\006anyone\000\000\000\000\002;setData:\000\000\000\007/wire/m\000\000\000\002m2\000\000\000\001;check:\000\000\000\007/wire/m\000\000\000\002;create:\000\000\000\013/wire/m/tmp\000\000\000\001m\000\000\000\001\000\000\000\037\000\000\000\005world\000\000\000\006anyone\000\000\000\000\003;delete:\000\000\000\013/wire/m/tmp;create:\000\000\000\013/wire/m/eph\000\000\000\001m\000\000\000\001\000\000\000\037\000\000\000\005world\000\000\000\006anyone\001\000\000\000\004
      11/20/26, 12:19:12 PM UTC session 0x100001f46d00012 cxid 0x2 zxid 0x64 multi createContainer:\000\000\000\014/wire/m/cont\000\000\000\001m\000\000\000\001\000\000\000\037\000\000\000\005world\000\000\000\006anyone\000\000\000\005;create:\000\000\000\016/wire/m/cont/k\000\000\000\001m\000\000\000\001\000\000\000\037\000\000\000\005world\000\000\000\006anyone\000\000\000\000\001;createTTL:\000\000\000\013/wire/m/ttl\000\000\000\001m\000\000\000\001\000\000\000\037\000\000\000\005world\000\000\000\006anyone\000\000\000\006\000\000\000�ԥ\020\000
      11/20/26, 12:19:12 PM UTC session 0x100001f46d00012 cxid 0x3 zxid 0x65 closeSession v{'/wire/m/eph}
      11/20/26, 12:19:13 PM UTC session 0x100001f46d00013 cxid 0x0 zxid 0x66 createSession 30000
      11/20/26, 12:19:13 PM UTC session 0x100001f46d00013 cxid 0x1 zxid 0x67 multi create:\000\000\000
      /wire/m/f1\000\000\000\001m\000\000\000\001\000\000\000\037\000\000\000\005world\000\000\000\006anyone\000\000\000\000\007;setData:\000\000\000\007/wire/m\000\000\000\002zz\000\000\000\002;error:����;error:����;error:����
      11/20/26, 12:19:13 PM UTC session 0x100001f46d00013 cxid 0x2 zxid 0x68 multi error:����;error:����
      11/20/26, 12:19:13 PM UTC session 0x100001f46d00013 cxid 0x3 zxid 0x69 multi create:\000\000\000\024/wire/m/s-0000000006\000\000\000\001m\000\000\000\001\000\000\000\037\000\000\000\005world\000\000\000\006anyone\000\000\000\000\007;error:����
      11/20/26, 12:19:13 PM UTC session 0x100001f46d00013 cxid 0x4 zxid 0x6a create /wire/m/s-0000000006,m,[31,s{'world,'anyone}
      ],false,7
      11/20/26, 12:19:13 PM UTC session 0x100001f46d00013 cxid 0x5 zxid 0x6b closeSession v{}
      11/20/26, 12:19:13 PM UTC session 0x100001f46d00014 cxid 0x0 zxid 0x6c createSession 30000
      11/20/26, 12:19:13 PM UTC session 0x100001f46d00014 cxid 0x2 zxid 0x6d closeSession v{}
      11/20/26, 12:19:13 PM UTC session 0x100001f46d00015 cxid 0x0 zxid 0x6e createSession 30000
      11/20/26, 12:19:13 PM UTC session 0x100001f46d00000 cxid 0x4 zxid 0x6f create /wire/w,0,[31,s{'world,'anyone}
      ],false,24
      11/20/26, 12:19:13 PM UTC session 0x100001f46d00000 cxid 0x5 zxid 0x70 setData /wire/w,1,1
      11/20/26, 12:19:14 PM UTC session 0x100001f46d00000 cxid 0x6 zxid 0x71 create /wire/w/k,,[31,s{'world,'anyone}
      ],false,1
      11/20/26, 12:19:14 PM UTC session 0x100001f46d00000 cxid 0x7 zxid 0x72 setACL '/wire/w,v{s{31,s{'world,'anyone}}},1
      11/20/26, 12:19:14 PM UTC session 0x100001f46d00000 cxid 0x8 zxid 0x73 delete '/wire/w/k
      11/20/26, 12:19:14 PM UTC session 0x100001f46d00000 cxid 0x9 zxid 0x74 delete '/wire/w
      11/20/26, 12:19:14 PM UTC session 0x100001f46d00015 cxid 0xc zxid 0x75 closeSession v{}
      11/20/26, 12:19:14 PM UTC session 0x100001f46d00016 cxid 0x0 zxid 0x76 createSession 30000
      11/20/26, 12:19:14 PM UTC session 0x100001f46d00000 cxid 0xa zxid 0x77 create /wire/p,0,[31,s{'world,'anyone}
      ],false,25
      11/20/26, 12:19:14 PM UTC session 0x100001f46d00000 cxid 0xb zxid 0x78 setData /wire/p,1,1
      11/20/26, 12:19:14 PM UTC session 0x100001f46d00000 cxid 0xc zxid 0x79 create /wire/p/k,,[31,s{'world,'anyone}
      ],false,1
      11/20/26, 12:19:14 PM UTC session 0x100001f46d00000 cxid 0xd zxid 0x7a setData /wire/p/k,1,1
      11/20/26, 12:19:14 PM UTC session 0x100001f46d00000 cxid 0xe zxid 0x7b create /wire/p/k/g,,[31,s{'world,'anyone}
      ],false,1
      11/20/26, 12:19:14 PM UTC session 0x100001f46d00000 cxid 0xf zxid 0x7c delete '/wire/p/k/g
      11/20/26, 12:19:14 PM UTC session 0x100001f46d00000 cxid 0x10 zxid 0x7d delete '/wire/p/k
      11/20/26, 12:19:14 PM UTC session 0x100001f46d00000 cxid 0x11 zxid 0x7e delete '/wire/p
      11/20/26, 12:19:14 PM UTC session 0x100001f46d00000 cxid 0x12 zxid 0x7f create /wire/p,again,[31,s{'world,'anyone}
      ],false,26
      11/20/26, 12:19:15 PM UTC session 0x100001f46d00000 cxid 0x13 zxid 0x80 setData /wire/p,2,1
      11/20/26, 12:19:15 PM UTC session 0x100001f46d00016 cxid 0x4 zxid 0x81 closeSession v{}
      11/20/26, 12:19:15 PM UTC session 0x100001f46d00017 cxid 0x0 zxid 0x82 createSession 30000
      11/20/26, 12:19:15 PM UTC session 0x100001f46d00000 cxid 0x14 zxid 0x83 create /wire/r,0,[31,s{'world,'anyone}
      ],false,27
      11/20/26, 12:19:15 PM UTC session 0x100001f46d00000 cxid 0x15 zxid 0x84 setData /wire/r,1,1
      11/20/26, 12:19:15 PM UTC session 0x100001f46d00000 cxid 0x16 zxid 0x85 create /wire/r/k,,[31,s{'world,'anyone}
      ],false,1
      11/20/26, 12:19:15 PM UTC session 0x100001f46d00000 cxid 0x17 zxid 0x86 setData /wire/r/k,1,1
      11/20/26, 12:19:15 PM UTC session 0x100001f46d00000 cxid 0x18 zxid 0x87 create /wire/r/k/g,,[31,s{'world,'anyone}
      ],false,1
      EOF reached after 65 txns.
      """;

  private static final String THIRD =
      """
      ZooKeeper Transactional Log File with dbid 0 txnlog format version 2
      11/20/26, 12:19:15 PM UTC session 0x100001f46d00000 cxid 0x19 zxid 0x88 delete '/wire/r/k/g
      11/20/26, 12:19:15 PM UTC session 0x100001f46d00000 cxid 0x1a zxid 0x89 delete '/wire/r/k
      11/20/26, 12:19:15 PM UTC session 0x100001f46d00000 cxid 0x1b zxid 0x8a setData /wire/r,2,2
      11/20/26, 12:19:15 PM UTC session 0x100001f46d00000 cxid 0x1c zxid 0x8b create /wire/r/k2,,[31,s{'world,'anyone}
      ],false,2
      11/20/26, 12:19:15 PM UTC session 0x100001f46d00000 cxid 0x1d zxid 0x8c delete '/wire/r/k2
      11/20/26, 12:19:15 PM UTC session 0x100001f46d00000 cxid 0x1e zxid 0x8d delete '/wire/r
      11/20/26, 12:19:16 PM UTC session 0x100001f46d00017 cxid 0x4 zxid 0x8e closeSession v{}
      11/20/26, 12:19:16 PM UTC session 0x100001f46d00018 cxid 0x0 zxid 0x8f createSession 30000
      11/20/26, 12:19:16 PM UTC session 0x100001f46d00018 cxid 0x1 zxid 0x90 create /wire/we1,,[31,s{'world,'anyone}
      ],true,28
      11/20/26, 12:19:16 PM UTC session 0x100001f46d00018 cxid 0x2 zxid 0x91 create /wire/we2,,[31,s{'world,'anyone}
      ],true,29
      11/20/26, 12:19:16 PM UTC session 0x100001f46d00019 cxid 0x0 zxid 0x92 createSession 30000
      11/20/26, 12:19:16 PM UTC session 0x100001f46d00018 cxid 0x3 zxid 0x93 closeSession v{'/wire/we2,'/wire/we1}
      11/20/26, 12:19:16 PM UTC session 0x100001f46d00019 cxid 0x4 zxid 0x94 closeSession v{}
      11/20/26, 12:19:16 PM UTC session 0x100001f46d0001a cxid 0x0 zxid 0x95 createSession 10000
      11/20/26, 12:19:17 PM UTC session 0x100001f46d0001a cxid 0x17 zxid 0x96 closeSession v{}
      11/20/26, 12:19:17 PM UTC session 0x100001f46d0001b cxid 0x0 zxid 0x97 createSession 20000
      11/20/26, 12:19:17 PM UTC session 0x100001f46d00000 cxid 0x1f zxid 0x98 create /wire/sw,0,[31,s{'world,'anyone}
      ],false,30
      11/20/26, 12:19:17 PM UTC session 0x100001f46d00000 cxid 0x20 zxid 0x99 create /wire/sw/gone,0,[31,s{'world,'anyone}
      ],false,1
      11/20/26, 12:19:17 PM UTC session 0x100001f46d00000 cxid 0x21 zxid 0x9a setData /wire/sw,1,1
      11/20/26, 12:19:17 PM UTC session 0x100001f46d00000 cxid 0x22 zxid 0x9b delete '/wire/sw/gone
      11/20/26, 12:19:17 PM UTC session 0x100001f46d00000 cxid 0x23 zxid 0x9c create /wire/sw/new,,[31,s{'world,'anyone}
      ],false,2
      11/20/26, 12:19:18 PM UTC session 0x100001f46d0001b cxid 0x9 zxid 0x9d closeSession v{}
      11/20/26, 12:19:19 PM UTC session 0x100001f46d0001c cxid 0x0 zxid 0x9e createSession 20000
      11/20/26, 12:19:19 PM UTC session 0x100001f46d00000 cxid 0x24 zxid 0x9f setData /wire/sw,2,2
      11/20/26, 12:19:21 PM UTC session 0x100001f46d00000 cxid 0x25 zxid 0xa0 setData /wire/sw,3,3
      11/20/26, 12:19:21 PM UTC session 0x100001f46d00000 cxid 0x26 zxid 0xa1 setData /wire/c,v3,3
      11/20/26, 12:19:21 PM UTC session 0x100001f46d0001c cxid 0x5 zxid 0xa2 closeSession v{}
      11/20/26, 12:19:22 PM UTC session 0x100001f46d0001d cxid 0x0 zxid 0xa3 createSession 30000
      11/20/26, 12:19:22 PM UTC session 0x100001f46d0001d cxid 0x2 zxid 0xa4 create /wire/auth2,x,[31,s{'digest,'alice:0H3LR71td7bmv+FwKgVasiS36rc=}
      , 31,s{'digest,'bob:DzYBVPYoUPHuiOrAcsz6mJwnG9k=}
      ],false,31
      11/20/26, 12:19:22 PM UTC session 0x100001f46d0001d cxid 0x4 zxid 0xa5 closeSession v{}
      11/20/26, 12:19:22 PM UTC session 0x100001f46d0001e cxid 0x0 zxid 0xa6 createSession 30000
      11/20/26, 12:19:22 PM UTC session 0x100001f46d0001e cxid 0x3 zxid 0xa7 closeSession v{}
      11/20/26, 12:19:23 PM UTC session 0x100001f46d0001f cxid 0x0 zxid 0xa8 createSession 10000
      11/20/26, 12:19:23 PM UTC session 0x100001f46d00020 cxid 0x0 zxid 0xa9 createSession 30000
      11/20/26, 12:19:23 PM UTC session 0x100001f46d00020 cxid 0x2 zxid 0xaa closeSession v{}
      11/20/26, 12:19:23 PM UTC session 0x100001f46d00021 cxid 0x0 zxid 0xab createSession 3000
      11/20/26, 12:19:25 PM UTC session 0x100001f46d00021 cxid 0x1 zxid 0xac closeSession v{}
      11/20/26, 12:19:26 PM UTC session 0x100001f46d00022 cxid 0x0 zxid 0xad createSession 20000
      11/20/26, 12:19:27 PM UTC session 0x100001f46d00022 cxid 0x4 zxid 0xae create /wire/sasl,s,[31,s{'sasl,'sasluser}
      ],false,32
      11/20/26, 12:19:27 PM UTC session 0x100001f46d00022 cxid 0x6 zxid 0xaf closeSession v{}
      11/20/26, 12:19:27 PM UTC session 0x100001f46d00023 cxid 0x0 zxid 0xb0 createSession 10000
      11/20/26, 12:19:27 PM UTC session 0x100001f46d00024 cxid 0x0 zxid 0xb1 createSession 20000
      11/20/26, 12:19:27 PM UTC session 0x100001f46d00024 cxid 0x1 zxid 0xb2 error -123
      11/20/26, 12:19:27 PM UTC session 0x100001f46d00024 cxid 0x3 zxid 0xb3 closeSession v{}
      11/20/26, 12:19:28 PM UTC session 0x100001f46d00025 cxid 0x0 zxid 0xb4 createSession 30000
      11/20/26, 12:19:28 PM UTC session 0x100001f46d00025 cxid 0x1 zxid 0xb5 create /wire/q,12345,[31,s{'world,'anyone}
      ],false,33
      11/20/26, 12:19:28 PM UTC session 0x100001f46d00025 cxid 0x2 zxid 0xb6 create /zookeeper/quota/wire,,[31,s{'world,'anyone}
      ],false,1
      11/20/26, 12:19:28 PM UTC session 0x100001f46d00025 cxid 0x3 zxid 0xb7 create /zookeeper/quota/wire/q,,[31,s{'world,'anyone}
      ],false,1
      11/20/26, 12:19:28 PM UTC session 0x100001f46d00025 cxid 0x4 zxid 0xb8 create /zookeeper/quota/wire/q/zookeeper_limits,count=3,bytes=20=;byteHardLimit=40;countHardLimit=4,[31,s{'world,'anyone}
      ],false,1
      11/20/26, 12:19:28 PM UTC session 0x100001f46d00025 cxid 0x5 zxid 0xb9 create /zookeeper/quota/wire/q/zookeeper_stats,count=0,bytes=0,[31,s{'world,'anyone}
      ],false,2
      11/20/26, 12:19:28 PM UTC session 0x100001f46d00025 cxid 0x7 zxid 0xba create /wire/q/k0,abc,[31,s{'world,'anyone}
      ],false,1
      11/20/26, 12:19:28 PM UTC session 0x100001f46d00025 cxid 0x8 zxid 0xbb create /wire/q/k1,abc,[31,s{'world,'anyone}
      ],false,2
      11/20/26, 12:19:28 PM UTC session 0x100001f46d00025 cxid 0x9 zxid 0xbc create /wire/q/k2,abc,[31,s{'world,'anyone}
      ],false,3
      11/20/26, 12:19:28 PM UTC session 0x100001f46d00025 cxid 0xa zxid 0xbd error -125
      11/20/26, 12:19:28 PM UTC session 0x100001f46d00025 cxid 0xb zxid 0xbe error -125
      11/20/26, 12:19:28 PM UTC session 0x100001f46d00025 cxid 0xc zxid 0xbf error -125
      11/20/26, 12:19:28 PM UTC session 0x100001f46d00025 cxid 0xd zxid 0xc0 setData /wire/q/k0,\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000,1
      11/20/26, 12:19:28 PM UTC session 0x100001f46d00025 cxid 0xe zxid 0xc1 multi delete:\000\000\000
      /wire/q/k1;error:����;error:����
      11/20/26, 12:19:28 PM UTC session 0x100001f46d00025 cxid 0x10 zxid 0xc2 closeSession v{}
      11/20/26, 12:19:28 PM UTC session 0x100001f46d00026 cxid 0x0 zxid 0xc3 createSession 20000
      11/20/26, 12:19:28 PM UTC session 0x100001f46d00026 cxid 0x1 zxid 0xc4 create /wire/ro-ok,,[31,s{'world,'anyone}
      ],false,34
      11/20/26, 12:19:28 PM UTC session 0x100001f46d00026 cxid 0x2 zxid 0xc5 closeSession v{}
      11/20/26, 12:19:28 PM UTC session 0x100001f46d00027 cxid 0x0 zxid 0xc6 createSession 10000
      11/20/26, 12:19:28 PM UTC session 0x100001f46d00028 cxid 0x0 zxid 0xc7 createSession 10000
      11/20/26, 12:19:29 PM UTC session 0x100001f46d00029 cxid 0x0 zxid 0xc8 createSession 10000
      11/20/26, 12:19:29 PM UTC session 0x100001f46d00029 cxid 0x1 zxid 0xc9 error -8
      11/20/26, 12:19:29 PM UTC session 0x100001f46d00029 cxid 0x2 zxid 0xca error -8
      11/20/26, 12:19:29 PM UTC session 0x100001f46d00029 cxid 0x3 zxid 0xcb error -101
      11/20/26, 12:19:29 PM UTC session 0x100001f46d00029 cxid 0x4 zxid 0xcc error -8
      11/20/26, 12:19:29 PM UTC session 0x100001f46d00029 cxid 0x5 zxid 0xcd error -8
      11/20/26, 12:19:29 PM UTC session 0x100001f46d00029 cxid 0x6 zxid 0xce error -101
      EOF reached after 71 txns.
      """;

  private static final String ENSEMBLE =
      """
      ZooKeeper Transactional Log File with dbid 0 txnlog format version 2
      11/20/26, 12:16:18 PM UTC session 0x100001cc9c30000 cxid 0x1 zxid 0x100000001 create /wire,w,[31,s{'world,'anyone}
      ],false,1
      11/20/26, 12:16:19 PM UTC session 0x200001cc9bf0000 cxid 0x0 zxid 0x100000002 createSession 30000
      11/20/26, 12:16:19 PM UTC session 0x200001cc9bf0000 cxid 0x1 zxid 0x100000003 create /wire/e1,w,[31,s{'world,'anyone}
      ],true,1
      11/20/26, 12:16:19 PM UTC session 0x200001cc9bf0000 cxid 0x3 zxid 0x100000004 closeSession v{'/wire/e1}
      11/20/26, 12:16:19 PM UTC session 0x100001cc9c30002 cxid 0x0 zxid 0x100000005 createSession 10000
      11/20/26, 12:16:19 PM UTC session 0x100001cc9c30002 cxid 0x1 zxid 0x100000006 create /wire/moved,m,[31,s{'world,'anyone}
      ],true,2
      11/20/26, 12:16:19 PM UTC session 0x100001cc9c30002 cxid 0x1 zxid 0x100000007 setData /wire/moved,by y,1
      11/20/26, 12:16:19 PM UTC session 0x100001cc9c30002 cxid 0x3 zxid 0x100000008 error -118
      11/20/26, 12:16:19 PM UTC session 0x100001cc9c30002 cxid 0x3 zxid 0x100000009 closeSession v{'/wire/moved}
      11/20/26, 12:16:20 PM UTC session 0x100001cc9c30004 cxid 0x1 zxid 0x10000000a error -102
      11/20/26, 12:16:20 PM UTC session 0x100001cc9c30004 cxid 0x3 zxid 0x10000000b error -103
      11/20/26, 12:16:20 PM UTC session 0x100001cc9c30004 cxid 0x4 zxid 0x10000000c reconfig /zookeeper/config,server.1=127.0.0.1:21111:21121:participant;127.0.0.1:21101
      server.3=127.0.0.1:21113:21123:participant;127.0.0.1:21103
      version=10000000c,-1
      11/20/26, 12:16:21 PM UTC session 0x100001cc9c30004 cxid 0x5 zxid 0x10000000d error -13
      11/20/26, 12:16:21 PM UTC session 0x100001cc9c30004 cxid 0x6 zxid 0x10000000e error -8
      11/20/26, 12:16:21 PM UTC session 0x100001cc9c30004 cxid 0x7 zxid 0x10000000f reconfig /zookeeper/config,server.1=127.0.0.1:21111:21121:participant;127.0.0.1:21101
      server.2=127.0.0.1:21112:21122:participant;127.0.0.1:21102
      server.3=127.0.0.1:21113:21123:participant;127.0.0.1:21103
      version=10000000f,-1
      11/20/26, 12:16:21 PM UTC session 0x100001cc9c30005 cxid 0x0 zxid 0x100000010 createSession 3600000
      11/20/26, 12:16:21 PM UTC session 0x100001cc9c30005 cxid 0x1 zxid 0x100000011 create /wire/live-global,g,[31,s{'world,'anyone}
      ],true,3
      EOF reached after 17 txns.
      """;

  private static final String EMPTY =
      """
      ZNode Details (count=5):
      ----
      /
        cZxid = 0x00000000000000
        ctime = Thu Jan 01 00:00:00 UTC 1970
        mZxid = 0x00000000000000
        mtime = Thu Jan 01 00:00:00 UTC 1970
        pZxid = 0x00000000000000
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        dataLength = 0
      ----
      /zookeeper
        cZxid = 0x00000000000000
        ctime = Thu Jan 01 00:00:00 UTC 1970
        mZxid = 0x00000000000000
        mtime = Thu Jan 01 00:00:00 UTC 1970
        pZxid = 0x00000000000000
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        dataLength = 0
      ----
      /zookeeper/config
        cZxid = 0x00000000000000
        ctime = Thu Jan 01 00:00:00 UTC 1970
        mZxid = 0x00000000000000
        mtime = Thu Jan 01 00:00:00 UTC 1970
        pZxid = 0x00000000000000
        cversion = 0
        dataVersion = 0
        aclVersion = -1
        ephemeralOwner = 0x00000000000000
        dataLength = 0
      ----
      /zookeeper/quota
        cZxid = 0x00000000000000
        ctime = Thu Jan 01 00:00:00 UTC 1970
        mZxid = 0x00000000000000
        mtime = Thu Jan 01 00:00:00 UTC 1970
        pZxid = 0x00000000000000
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        dataLength = 0
      ----
      Session Details (sid, timeout, ephemeralCount):
      ----
      Last zxid: 0x0
      """;

  private static final String EMPTY_WITH_DATA =
      """
      ZNode Details (count=5):
      ----
      /
        cZxid = 0x00000000000000
        ctime = Thu Jan 01 00:00:00 UTC 1970
        mZxid = 0x00000000000000
        mtime = Thu Jan 01 00:00:00 UTC 1970
        pZxid = 0x00000000000000
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        data =\s
      ----
      /zookeeper
        cZxid = 0x00000000000000
        ctime = Thu Jan 01 00:00:00 UTC 1970
        mZxid = 0x00000000000000
        mtime = Thu Jan 01 00:00:00 UTC 1970
        pZxid = 0x00000000000000
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        data =\s
      ----
      /zookeeper/config
        cZxid = 0x00000000000000
        ctime = Thu Jan 01 00:00:00 UTC 1970
        mZxid = 0x00000000000000
        mtime = Thu Jan 01 00:00:00 UTC 1970
        pZxid = 0x00000000000000
        cversion = 0
        dataVersion = 0
        aclVersion = -1
        ephemeralOwner = 0x00000000000000
        data =\s
      ----
      /zookeeper/quota
        cZxid = 0x00000000000000
        ctime = Thu Jan 01 00:00:00 UTC 1970
        mZxid = 0x00000000000000
        mtime = Thu Jan 01 00:00:00 UTC 1970
        pZxid = 0x00000000000000
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        data =\s
      ----
      Session Details (sid, timeout, ephemeralCount):
      ----
      Last zxid: 0x0
      """;

  private final Locale locale = Locale.getDefault();
  private final TimeZone zone = TimeZone.getDefault();

  /** Dates are printed as the process would print them for people. */
  @BeforeEach
  void place() {
    Locale.setDefault(Locale.US);
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
  }

  @AfterEach
  void restore() {
    Locale.setDefault(locale);
    TimeZone.setDefault(zone);
  }

  @Test
  void theSecondLog() {
    Run run = Run.of("apache", "TxnLogToolkit", Run.fixture("datadir-3.9.5/version-2/log.47"));

    assertEquals(SECOND, run.out());
  }

  @Test
  void theThirdLog() {
    Run run = Run.of("apache", "TxnLogToolkit", Run.fixture("datadir-3.9.5/version-2/log.88"));

    assertEquals(THIRD, run.out());
  }

  @Test
  void aLogOfAnEnsemble() {
    Run run =
        Run.of(
            "apache",
            "TxnLogToolkit",
            Run.fixture("datadir-other/ensemble-member/version-2/log.100000001"));

    assertEquals(ENSEMBLE, run.out());
  }

  @Test
  void anEmptyTree() {
    Run run =
        Run.of("apache", "SnapshotFormatter", Run.fixture("datadir-3.9.5/version-2/snapshot.0"));

    assertEquals(EMPTY, run.out());
  }

  @Test
  void anEmptyTreeWithData() {
    Run run =
        Run.of(
            "apache", "SnapshotFormatter", "-d", Run.fixture("datadir-3.9.5/version-2/snapshot.0"));

    assertEquals(EMPTY_WITH_DATA, run.out());
  }
}
