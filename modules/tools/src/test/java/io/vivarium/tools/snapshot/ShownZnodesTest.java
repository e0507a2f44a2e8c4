package io.vivarium.tools.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.tools.Run;
import org.junit.jupiter.api.Test;

/** Every znode in the snapshots that ZooKeeper wrote, as a line: a form that others may parse. */
final class ShownZnodesTest {
  private static final String EMPTY =
      """
      / 0 B "" version 0 czxid 0x0 mzxid 0x0 pzxid 0x0 mtime 1970-01-01T00:00:00Z acl world:anyone:31
      /zookeeper 0 B "" version 0 czxid 0x0 mzxid 0x0 pzxid 0x0 mtime 1970-01-01T00:00:00Z acl world:anyone:31
      /zookeeper/config 0 B "" version 0 czxid 0x0 mzxid 0x0 pzxid 0x0 mtime 1970-01-01T00:00:00Z acl world:anyone:1
      /zookeeper/quota 0 B "" version 0 czxid 0x0 mzxid 0x0 pzxid 0x0 mtime 1970-01-01T00:00:00Z acl world:anyone:31
      """;

  private static final String EARLY =
      """
      / 0 B "" version 0 czxid 0x0 mzxid 0x0 pzxid 0x2 mtime 1970-01-01T00:00:00Z acl world:anyone:31
      /wire 30 B "root of the wire conversations" version 0 czxid 0x2 mzxid 0x2 pzxid 0x46 mtime 2026-11-20T12:19:02.110Z acl world:anyone:31
      /wire/big 5000 B "\\u0000\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006\\u0007\\u0008\\u0009\\u000a\\u000b\\u000c\\u000d\\u000e\\u000f\\u0010\\u0011\\u0012\\u0013\\u0014\\u0015\\u0016\\u0017\\u0018\\u0019\\u001a\\u001b\\u001c\\u001d\\u001e\\u001f !"#$%&'()*+,-./0123456789:;<=>?…" version 1 czxid 0x41 mzxid 0x42 pzxid 0x41 mtime 2026-11-20T12:19:10.612Z acl world:anyone:31
      /wire/ümläut 22 B "data of /wire/ümläut" version 0 czxid 0x45 mzxid 0x45 pzxid 0x45 mtime 2026-11-20T12:19:10.876Z acl world:anyone:31
      /wire/c 2 B "v2" version 2 czxid 0x13 mzxid 0x3b pzxid 0x22 mtime 2026-11-20T12:19:10.339Z acl world:anyone:31
      /wire/c/s-0000000001 1 B "s" version 0 czxid 0x18 mzxid 0x18 pzxid 0x18 mtime 2026-11-20T12:19:06.803Z acl world:anyone:31
      /wire/c/0000000003 1 B "s" version 0 czxid 0x1a mzxid 0x1a pzxid 0x1a mtime 2026-11-20T12:19:06.812Z acl world:anyone:31
      /wire/c/s-0000000000 1 B "s" version 0 czxid 0x17 mzxid 0x17 pzxid 0x17 mtime 2026-11-20T12:19:06.798Z acl world:anyone:31
      /wire/c/s-0000000002 1 B "s" version 0 czxid 0x19 mzxid 0x19 pzxid 0x19 mtime 2026-11-20T12:19:06.809Z acl world:anyone:31
      /wire/emptydata 0 B "" version 0 czxid 0x16 mzxid 0x16 pzxid 0x16 mtime 2026-11-20T12:19:06.795Z acl world:anyone:31
      /wire/nulldata null version 0 czxid 0x15 mzxid 0x15 pzxid 0x15 mtime 2026-11-20T12:19:06.791Z acl world:anyone:31
      /wire/ttl-seq-0000000008 1 B "t" version 0 czxid 0x2a mzxid 0x2a pzxid 0x2a mtime 2026-11-20T12:19:07.171Z acl world:anyone:31 ttl 1000000000000 ms
      /wire/cont 1 B "c" version 0 czxid 0x24 mzxid 0x24 pzxid 0x25 mtime 2026-11-20T12:19:07.118Z acl world:anyone:31 container
      /wire/cont/child 1 B "c" version 0 czxid 0x25 mzxid 0x25 pzxid 0x25 mtime 2026-11-20T12:19:07.139Z acl world:anyone:31
      /wire/日本語 23 B "data of /wire/日本語" version 0 czxid 0x46 mzxid 0x46 pzxid 0x46 mtime 2026-11-20T12:19:10.881Z acl world:anyone:31
      /wire/ttl-long 1 B "t" version 0 czxid 0x29 mzxid 0x29 pzxid 0x29 mtime 2026-11-20T12:19:07.167Z acl world:anyone:31 ttl 1000000000000 ms
      /wire/c2 null version 1 czxid 0x14 mzxid 0x3c pzxid 0x14 mtime 2026-11-20T12:19:10.342Z acl world:anyone:31
      /zookeeper 0 B "" version 0 czxid 0x0 mzxid 0x0 pzxid 0x0 mtime 1970-01-01T00:00:00Z acl world:anyone:31
      /zookeeper/config 0 B "" version 0 czxid 0x0 mzxid 0x0 pzxid 0x0 mtime 1970-01-01T00:00:00Z acl world:anyone:1
      /zookeeper/quota 0 B "" version 0 czxid 0x0 mzxid 0x0 pzxid 0x0 mtime 1970-01-01T00:00:00Z acl world:anyone:31
      """;

  private static final String LATER =
      """
      / 0 B "" version 0 czxid 0x0 mzxid 0x0 pzxid 0x2 mtime 1970-01-01T00:00:00Z acl world:anyone:31
      /wire 30 B "root of the wire conversations" version 0 czxid 0x2 mzxid 0x2 pzxid 0x83 mtime 2026-11-20T12:19:02.110Z acl world:anyone:31
      /wire/acl-create-only 1 B "r" version 0 czxid 0x52 mzxid 0x52 pzxid 0x59 mtime 2026-11-20T12:19:11.378Z acl world:anyone:4
      /wire/acl-create-only/k 1 B "x" version 0 czxid 0x59 mzxid 0x59 pzxid 0x59 mtime 2026-11-20T12:19:11.660Z acl world:anyone:31
      /wire/big 5000 B "\\u0000\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006\\u0007\\u0008\\u0009\\u000a\\u000b\\u000c\\u000d\\u000e\\u000f\\u0010\\u0011\\u0012\\u0013\\u0014\\u0015\\u0016\\u0017\\u0018\\u0019\\u001a\\u001b\\u001c\\u001d\\u001e\\u001f !"#$%&'()*+,-./0123456789:;<=>?…" version 1 czxid 0x41 mzxid 0x42 pzxid 0x41 mtime 2026-11-20T12:19:10.612Z acl world:anyone:31
      /wire/c 2 B "v2" version 2 czxid 0x13 mzxid 0x3b pzxid 0x5f mtime 2026-11-20T12:19:10.339Z acl world:anyone:31
      /wire/c/s-0000000001 1 B "s" version 0 czxid 0x18 mzxid 0x18 pzxid 0x18 mtime 2026-11-20T12:19:06.803Z acl world:anyone:31
      /wire/c/0000000003 1 B "s" version 0 czxid 0x1a mzxid 0x1a pzxid 0x1a mtime 2026-11-20T12:19:06.812Z acl world:anyone:31
      /wire/c/s-0000000000 1 B "s" version 0 czxid 0x17 mzxid 0x17 pzxid 0x17 mtime 2026-11-20T12:19:06.798Z acl world:anyone:31
      /wire/c/s-0000000002 1 B "s" version 0 czxid 0x19 mzxid 0x19 pzxid 0x19 mtime 2026-11-20T12:19:06.809Z acl world:anyone:31
      /wire/with space 24 B "data of /wire/with space" version 0 czxid 0x48 mzxid 0x48 pzxid 0x48 mtime 2026-11-20T12:19:10.886Z acl world:anyone:31
      /wire/acl-ro 1 B "r" version 0 czxid 0x51 mzxid 0x51 pzxid 0x51 mtime 2026-11-20T12:19:11.374Z acl digest:alice:0H3LR71td7bmv+FwKgVasiS36rc=:31,world:anyone:1
      /wire/a.b-c_d:e 23 B "data of /wire/a.b-c_d:e" version 0 czxid 0x49 mzxid 0x49 pzxid 0x49 mtime 2026-11-20T12:19:10.887Z acl world:anyone:31
      /wire/acl 7 B "secret2" version 1 czxid 0x4d mzxid 0x5a pzxid 0x4d mtime 2026-11-20T12:19:11.876Z acl digest:alice:0H3LR71td7bmv+FwKgVasiS36rc=:31,digest:bob:gibberish:1,ip:10.0.0.0/8:1
      /wire/m 2 B "m2" version 1 czxid 0x63 mzxid 0x63 pzxid 0x6a mtime 2026-11-20T12:19:12.918Z acl world:anyone:31
      /wire/m/s-0000000006 1 B "m" version 0 czxid 0x6a mzxid 0x6a pzxid 0x6a mtime 2026-11-20T12:19:13.196Z acl world:anyone:31
      /wire/m/s-0000000001 1 B "m" version 0 czxid 0x63 mzxid 0x63 pzxid 0x63 mtime 2026-11-20T12:19:12.918Z acl world:anyone:31
      /wire/m/s-0000000000 1 B "m" version 0 czxid 0x63 mzxid 0x63 pzxid 0x63 mtime 2026-11-20T12:19:12.918Z acl world:anyone:31
      /wire/m/cont 1 B "m" version 0 czxid 0x64 mzxid 0x64 pzxid 0x64 mtime 2026-11-20T12:19:12.924Z acl world:anyone:31 container
      /wire/m/cont/k 1 B "m" version 0 czxid 0x64 mzxid 0x64 pzxid 0x64 mtime 2026-11-20T12:19:12.924Z acl world:anyone:31
      /wire/m/ttl 1 B "m" version 0 czxid 0x64 mzxid 0x64 pzxid 0x64 mtime 2026-11-20T12:19:12.924Z acl world:anyone:31 ttl 1000000000000 ms
      /wire/ttl-long 1 B "t" version 0 czxid 0x29 mzxid 0x29 pzxid 0x29 mtime 2026-11-20T12:19:07.167Z acl world:anyone:31 ttl 1000000000000 ms
      /wire/c2 null version 1 czxid 0x14 mzxid 0x3c pzxid 0x14 mtime 2026-11-20T12:19:10.342Z acl world:anyone:31,ip:127.0.0.1:1
      /wire/p 1 B "2" version 1 czxid 0x7f mzxid 0x80 pzxid 0x7f mtime 2026-11-20T12:19:15.144Z acl world:anyone:31
      /wire/ümläut 22 B "data of /wire/ümläut" version 0 czxid 0x45 mzxid 0x45 pzxid 0x45 mtime 2026-11-20T12:19:10.876Z acl world:anyone:31
      /wire/ﬁ-lig 21 B "data of /wire/ﬁ-lig" version 0 czxid 0x4a mzxid 0x4a pzxid 0x4a mtime 2026-11-20T12:19:10.887Z acl world:anyone:31
      /wire/r 1 B "1" version 1 czxid 0x83 mzxid 0x84 pzxid 0x85 mtime 2026-11-20T12:19:15.557Z acl world:anyone:31
      /wire/r/k 1 B "1" version 1 czxid 0x85 mzxid 0x86 pzxid 0x87 mtime 2026-11-20T12:19:15.558Z acl world:anyone:31
      /wire/r/k/g null version 0 czxid 0x87 mzxid 0x87 pzxid 0x87 mtime 2026-11-20T12:19:15.559Z acl world:anyone:31
      /wire/emptydata 0 B "" version 0 czxid 0x16 mzxid 0x16 pzxid 0x16 mtime 2026-11-20T12:19:06.795Z acl world:anyone:31
      /wire/nulldata null version 0 czxid 0x15 mzxid 0x15 pzxid 0x15 mtime 2026-11-20T12:19:06.791Z acl world:anyone:31
      /wire/ttl-seq-0000000008 1 B "t" version 0 czxid 0x2a mzxid 0x2a pzxid 0x2a mtime 2026-11-20T12:19:07.171Z acl world:anyone:31 ttl 1000000000000 ms
      /wire/cont 1 B "c" version 0 czxid 0x24 mzxid 0x24 pzxid 0x25 mtime 2026-11-20T12:19:07.118Z acl world:anyone:31 container
      /wire/cont/child 1 B "c" version 0 czxid 0x25 mzxid 0x25 pzxid 0x25 mtime 2026-11-20T12:19:07.139Z acl world:anyone:31
      /wire/日本語 23 B "data of /wire/日本語" version 0 czxid 0x46 mzxid 0x46 pzxid 0x46 mtime 2026-11-20T12:19:10.881Z acl world:anyone:31
      /wire/список 26 B "data of /wire/список" version 0 czxid 0x47 mzxid 0x47 pzxid 0x47 mtime 2026-11-20T12:19:10.884Z acl world:anyone:31
      /zookeeper 0 B "" version 0 czxid 0x0 mzxid 0x0 pzxid 0x0 mtime 1970-01-01T00:00:00Z acl world:anyone:31
      /zookeeper/config 0 B "" version 0 czxid 0x0 mzxid 0x0 pzxid 0x0 mtime 1970-01-01T00:00:00Z acl world:anyone:1
      /zookeeper/quota 0 B "" version 0 czxid 0x0 mzxid 0x0 pzxid 0x0 mtime 1970-01-01T00:00:00Z acl world:anyone:31
      """;

  private static final String NEWEST =
      """
      / 0 B "" version 0 czxid 0x0 mzxid 0x0 pzxid 0x2 mtime 1970-01-01T00:00:00Z acl world:anyone:31
      /wire 30 B "root of the wire conversations" version 0 czxid 0x2 mzxid 0x2 pzxid 0xc4 mtime 2026-11-20T12:19:02.110Z acl world:anyone:31
      /wire/acl-create-only 1 B "r" version 0 czxid 0x52 mzxid 0x52 pzxid 0x59 mtime 2026-11-20T12:19:11.378Z acl world:anyone:4
      /wire/acl-create-only/k 1 B "x" version 0 czxid 0x59 mzxid 0x59 pzxid 0x59 mtime 2026-11-20T12:19:11.660Z acl world:anyone:31
      /wire/big 5000 B "\\u0000\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006\\u0007\\u0008\\u0009\\u000a\\u000b\\u000c\\u000d\\u000e\\u000f\\u0010\\u0011\\u0012\\u0013\\u0014\\u0015\\u0016\\u0017\\u0018\\u0019\\u001a\\u001b\\u001c\\u001d\\u001e\\u001f !"#$%&'()*+,-./0123456789:;<=>?…" version 1 czxid 0x41 mzxid 0x42 pzxid 0x41 mtime 2026-11-20T12:19:10.612Z acl world:anyone:31
      /wire/c 2 B "v3" version 3 czxid 0x13 mzxid 0xa1 pzxid 0x5f mtime 2026-11-20T12:19:21.627Z acl world:anyone:31
      /wire/c/s-0000000001 1 B "s" version 0 czxid 0x18 mzxid 0x18 pzxid 0x18 mtime 2026-11-20T12:19:06.803Z acl world:anyone:31
      /wire/c/0000000003 1 B "s" version 0 czxid 0x1a mzxid 0x1a pzxid 0x1a mtime 2026-11-20T12:19:06.812Z acl world:anyone:31
      /wire/c/s-0000000000 1 B "s" version 0 czxid 0x17 mzxid 0x17 pzxid 0x17 mtime 2026-11-20T12:19:06.798Z acl world:anyone:31
      /wire/c/s-0000000002 1 B "s" version 0 czxid 0x19 mzxid 0x19 pzxid 0x19 mtime 2026-11-20T12:19:06.809Z acl world:anyone:31
      /wire/sw 1 B "3" version 3 czxid 0x98 mzxid 0xa0 pzxid 0x9c mtime 2026-11-20T12:19:21.626Z acl world:anyone:31
      /wire/sw/new null version 0 czxid 0x9c mzxid 0x9c pzxid 0x9c mtime 2026-11-20T12:19:17.178Z acl world:anyone:31
      /wire/with space 24 B "data of /wire/with space" version 0 czxid 0x48 mzxid 0x48 pzxid 0x48 mtime 2026-11-20T12:19:10.886Z acl world:anyone:31
      /wire/auth2 1 B "x" version 0 czxid 0xa4 mzxid 0xa4 pzxid 0xa4 mtime 2026-11-20T12:19:22.295Z acl digest:alice:0H3LR71td7bmv+FwKgVasiS36rc=:31,digest:bob:DzYBVPYoUPHuiOrAcsz6mJwnG9k=:31
      /wire/acl-ro 1 B "r" version 0 czxid 0x51 mzxid 0x51 pzxid 0x51 mtime 2026-11-20T12:19:11.374Z acl digest:alice:0H3LR71td7bmv+FwKgVasiS36rc=:31,world:anyone:1
      /wire/a.b-c_d:e 23 B "data of /wire/a.b-c_d:e" version 0 czxid 0x49 mzxid 0x49 pzxid 0x49 mtime 2026-11-20T12:19:10.887Z acl world:anyone:31
      /wire/acl 7 B "secret2" version 1 czxid 0x4d mzxid 0x5a pzxid 0x4d mtime 2026-11-20T12:19:11.876Z acl digest:alice:0H3LR71td7bmv+FwKgVasiS36rc=:31,digest:bob:gibberish:1,ip:10.0.0.0/8:1
      /wire/m 2 B "m2" version 1 czxid 0x63 mzxid 0x63 pzxid 0x6a mtime 2026-11-20T12:19:12.918Z acl world:anyone:31
      /wire/m/s-0000000006 1 B "m" version 0 czxid 0x6a mzxid 0x6a pzxid 0x6a mtime 2026-11-20T12:19:13.196Z acl world:anyone:31
      /wire/m/s-0000000001 1 B "m" version 0 czxid 0x63 mzxid 0x63 pzxid 0x63 mtime 2026-11-20T12:19:12.918Z acl world:anyone:31
      /wire/m/s-0000000000 1 B "m" version 0 czxid 0x63 mzxid 0x63 pzxid 0x63 mtime 2026-11-20T12:19:12.918Z acl world:anyone:31
      /wire/m/cont 1 B "m" version 0 czxid 0x64 mzxid 0x64 pzxid 0x64 mtime 2026-11-20T12:19:12.924Z acl world:anyone:31 container
      /wire/m/cont/k 1 B "m" version 0 czxid 0x64 mzxid 0x64 pzxid 0x64 mtime 2026-11-20T12:19:12.924Z acl world:anyone:31
      /wire/m/ttl 1 B "m" version 0 czxid 0x64 mzxid 0x64 pzxid 0x64 mtime 2026-11-20T12:19:12.924Z acl world:anyone:31 ttl 1000000000000 ms
      /wire/ttl-long 1 B "t" version 0 czxid 0x29 mzxid 0x29 pzxid 0x29 mtime 2026-11-20T12:19:07.167Z acl world:anyone:31 ttl 1000000000000 ms
      /wire/c2 null version 1 czxid 0x14 mzxid 0x3c pzxid 0x14 mtime 2026-11-20T12:19:10.342Z acl world:anyone:31,ip:127.0.0.1:1
      /wire/p 1 B "2" version 1 czxid 0x7f mzxid 0x80 pzxid 0x7f mtime 2026-11-20T12:19:15.144Z acl world:anyone:31
      /wire/ümläut 22 B "data of /wire/ümläut" version 0 czxid 0x45 mzxid 0x45 pzxid 0x45 mtime 2026-11-20T12:19:10.876Z acl world:anyone:31
      /wire/ﬁ-lig 21 B "data of /wire/ﬁ-lig" version 0 czxid 0x4a mzxid 0x4a pzxid 0x4a mtime 2026-11-20T12:19:10.887Z acl world:anyone:31
      /wire/q 5 B "12345" version 0 czxid 0xb5 mzxid 0xb5 pzxid 0xbc mtime 2026-11-20T12:19:28.217Z acl world:anyone:31
      /wire/q/k0 20 B "\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000" version 1 czxid 0xba mzxid 0xc0 pzxid 0xba mtime 2026-11-20T12:19:28.236Z acl world:anyone:31
      /wire/q/k1 3 B "abc" version 0 czxid 0xbb mzxid 0xbb pzxid 0xbb mtime 2026-11-20T12:19:28.230Z acl world:anyone:31
      /wire/q/k2 3 B "abc" version 0 czxid 0xbc mzxid 0xbc pzxid 0xbc mtime 2026-11-20T12:19:28.231Z acl world:anyone:31
      /wire/sasl 1 B "s" version 0 czxid 0xae mzxid 0xae pzxid 0xae mtime 2026-11-20T12:19:27.029Z acl sasl:sasluser:31
      /wire/emptydata 0 B "" version 0 czxid 0x16 mzxid 0x16 pzxid 0x16 mtime 2026-11-20T12:19:06.795Z acl world:anyone:31
      /wire/ro-ok null version 0 czxid 0xc4 mzxid 0xc4 pzxid 0xc4 mtime 2026-11-20T12:19:28.496Z acl world:anyone:31
      /wire/nulldata null version 0 czxid 0x15 mzxid 0x15 pzxid 0x15 mtime 2026-11-20T12:19:06.791Z acl world:anyone:31
      /wire/ttl-seq-0000000008 1 B "t" version 0 czxid 0x2a mzxid 0x2a pzxid 0x2a mtime 2026-11-20T12:19:07.171Z acl world:anyone:31 ttl 1000000000000 ms
      /wire/cont 1 B "c" version 0 czxid 0x24 mzxid 0x24 pzxid 0x25 mtime 2026-11-20T12:19:07.118Z acl world:anyone:31 container
      /wire/cont/child 1 B "c" version 0 czxid 0x25 mzxid 0x25 pzxid 0x25 mtime 2026-11-20T12:19:07.139Z acl world:anyone:31
      /wire/日本語 23 B "data of /wire/日本語" version 0 czxid 0x46 mzxid 0x46 pzxid 0x46 mtime 2026-11-20T12:19:10.881Z acl world:anyone:31
      /wire/список 26 B "data of /wire/список" version 0 czxid 0x47 mzxid 0x47 pzxid 0x47 mtime 2026-11-20T12:19:10.884Z acl world:anyone:31
      /zookeeper 0 B "" version 0 czxid 0x0 mzxid 0x0 pzxid 0x0 mtime 1970-01-01T00:00:00Z acl world:anyone:31
      /zookeeper/config 0 B "" version 0 czxid 0x0 mzxid 0x0 pzxid 0x0 mtime 1970-01-01T00:00:00Z acl world:anyone:1
      /zookeeper/quota 0 B "" version 0 czxid 0x0 mzxid 0x0 pzxid 0xb6 mtime 1970-01-01T00:00:00Z acl world:anyone:31
      /zookeeper/quota/wire null version 0 czxid 0xb6 mzxid 0xb6 pzxid 0xb7 mtime 2026-11-20T12:19:28.219Z acl world:anyone:31
      /zookeeper/quota/wire/q null version 0 czxid 0xb7 mzxid 0xb7 pzxid 0xb9 mtime 2026-11-20T12:19:28.221Z acl world:anyone:31
      /zookeeper/quota/wire/q/zookeeper_limits 51 B "count=3,bytes=20=;byteHardLimit=40;countHardLimit=4" version 0 czxid 0xb8 mzxid 0xb8 pzxid 0xb8 mtime 2026-11-20T12:19:28.222Z acl world:anyone:31
      /zookeeper/quota/wire/q/zookeeper_stats 16 B "count=4,bytes=31" version 0 czxid 0xb9 mzxid 0xb9 pzxid 0xb9 mtime 2026-11-20T12:19:28.223Z acl world:anyone:31
      """;

  /** One state that was written twice, with gzip and with snappy. */
  private static final String COMPRESSED =
      """
      / 0 B "" version 0 czxid 0x0 mzxid 0x0 pzxid 0x1b mtime 1970-01-01T00:00:00Z acl world:anyone:31
      /p1 18 B "touched in phase 3" version 4 czxid 0x2 mzxid 0x21 pzxid 0xa mtime 2026-11-20T12:21:41.190Z acl world:anyone:31
      /p1/n-0000000002 7 B "value 2" version 0 czxid 0x5 mzxid 0x5 pzxid 0x5 mtime 2026-11-20T12:21:38.327Z acl world:anyone:31
      /p1/n-0000000001 7 B "value 1" version 0 czxid 0x4 mzxid 0x4 pzxid 0x4 mtime 2026-11-20T12:21:38.325Z acl world:anyone:31
      /p1/n-0000000003 7 B "value 3" version 0 czxid 0x6 mzxid 0x6 pzxid 0x6 mtime 2026-11-20T12:21:38.331Z acl world:anyone:31
      /p1/m 1 B "m" version 0 czxid 0xa mzxid 0xa pzxid 0xa mtime 2026-11-20T12:21:38.356Z acl digest:u:h:31,world:anyone:1
      /p1/n-0000000000 7 B "value 0" version 0 czxid 0x3 mzxid 0x3 pzxid 0x3 mtime 2026-11-20T12:21:38.319Z acl world:anyone:31
      /p2 8 B "by multi" version 2 czxid 0xe mzxid 0x17 pzxid 0x17 mtime 2026-11-20T12:21:39.846Z acl world:anyone:31
      /p2/n-0000000002 7 B "value 2" version 0 czxid 0x11 mzxid 0x11 pzxid 0x11 mtime 2026-11-20T12:21:39.820Z acl world:anyone:31
      /p2/n-0000000001 7 B "value 1" version 0 czxid 0x10 mzxid 0x10 pzxid 0x10 mtime 2026-11-20T12:21:39.818Z acl world:anyone:31
      /p2/n-0000000003 7 B "value 3" version 0 czxid 0x12 mzxid 0x12 pzxid 0x12 mtime 2026-11-20T12:21:39.822Z acl world:anyone:31
      /p2/m 1 B "m" version 0 czxid 0x17 mzxid 0x17 pzxid 0x17 mtime 2026-11-20T12:21:39.846Z acl digest:u:h:31,world:anyone:1
      /p2/n-0000000000 7 B "value 0" version 0 czxid 0xf mzxid 0xf pzxid 0xf mtime 2026-11-20T12:21:39.815Z acl world:anyone:31
      /p3 8 B "by multi" version 2 czxid 0x1b mzxid 0x24 pzxid 0x24 mtime 2026-11-20T12:21:41.205Z acl world:anyone:31
      /p3/n-0000000002 7 B "value 2" version 0 czxid 0x1e mzxid 0x1e pzxid 0x1e mtime 2026-11-20T12:21:41.182Z acl world:anyone:31
      /p3/n-0000000001 7 B "value 1" version 0 czxid 0x1d mzxid 0x1d pzxid 0x1d mtime 2026-11-20T12:21:41.180Z acl world:anyone:31
      /p3/n-0000000003 7 B "value 3" version 0 czxid 0x1f mzxid 0x1f pzxid 0x1f mtime 2026-11-20T12:21:41.184Z acl world:anyone:31
      /p3/m 1 B "m" version 0 czxid 0x24 mzxid 0x24 pzxid 0x24 mtime 2026-11-20T12:21:41.205Z acl digest:u:h:31,world:anyone:1
      /p3/n-0000000000 7 B "value 0" version 0 czxid 0x1c mzxid 0x1c pzxid 0x1c mtime 2026-11-20T12:21:41.176Z acl world:anyone:31
      /zookeeper 0 B "" version 0 czxid 0x0 mzxid 0x0 pzxid 0x0 mtime 1970-01-01T00:00:00Z acl world:anyone:31
      /zookeeper/config 0 B "" version 0 czxid 0x0 mzxid 0x0 pzxid 0x0 mtime 1970-01-01T00:00:00Z acl world:anyone:1
      /zookeeper/quota 0 B "" version 0 czxid 0x0 mzxid 0x0 pzxid 0x0 mtime 1970-01-01T00:00:00Z acl world:anyone:31
      """;

  private static final String ENSEMBLE =
      """
      / 0 B "" version 0 czxid 0x0 mzxid 0x0 pzxid 0x0 mtime 1970-01-01T00:00:00Z acl world:anyone:31
      /zookeeper 0 B "" version 0 czxid 0x0 mzxid 0x0 pzxid 0x0 mtime 1970-01-01T00:00:00Z acl world:anyone:31
      /zookeeper/config 186 B "server.1=127.0.0.1:21111:21121:participant;127.0.0.1:21101\\u000aserve…" version -1 czxid 0x0 mzxid 0x0 pzxid 0x0 mtime 2026-11-20T12:16:17.498Z acl world:anyone:1
      /zookeeper/quota 0 B "" version 0 czxid 0x0 mzxid 0x0 pzxid 0x0 mtime 1970-01-01T00:00:00Z acl world:anyone:31
      """;

  private static final String NO_DIGEST =
      """
      / 0 B "" version 0 czxid 0x0 mzxid 0x0 pzxid 0x2 mtime 1970-01-01T00:00:00Z acl world:anyone:31
      /p1 8 B "by multi" version 2 czxid 0x2 mzxid 0xa pzxid 0xa mtime 2026-11-20T12:22:19.283Z acl world:anyone:31
      /p1/n-0000000002 7 B "value 2" version 0 czxid 0x5 mzxid 0x5 pzxid 0x5 mtime 2026-11-20T12:22:19.266Z acl world:anyone:31
      /p1/n-0000000001 7 B "value 1" version 0 czxid 0x4 mzxid 0x4 pzxid 0x4 mtime 2026-11-20T12:22:19.265Z acl world:anyone:31
      /p1/n-0000000003 7 B "value 3" version 0 czxid 0x6 mzxid 0x6 pzxid 0x6 mtime 2026-11-20T12:22:19.267Z acl world:anyone:31
      /p1/m 1 B "m" version 0 czxid 0xa mzxid 0xa pzxid 0xa mtime 2026-11-20T12:22:19.283Z acl digest:u:h:31,world:anyone:1
      /p1/n-0000000000 7 B "value 0" version 0 czxid 0x3 mzxid 0x3 pzxid 0x3 mtime 2026-11-20T12:22:19.263Z acl world:anyone:31
      /zookeeper 0 B "" version 0 czxid 0x0 mzxid 0x0 pzxid 0x0 mtime 1970-01-01T00:00:00Z acl world:anyone:31
      /zookeeper/config 0 B "" version 0 czxid 0x0 mzxid 0x0 pzxid 0x0 mtime 1970-01-01T00:00:00Z acl world:anyone:1
      /zookeeper/quota 0 B "" version 0 czxid 0x0 mzxid 0x0 pzxid 0x0 mtime 1970-01-01T00:00:00Z acl world:anyone:31
      """;

  @Test
  void anEmptyTree() {
    Run run = Run.of("snapshot", "show", Run.fixture("datadir-3.9.5/version-2/snapshot.0"));

    assertEquals(EMPTY, run.out());
  }

  @Test
  void anEarlySnapshot() {
    Run run = Run.of("snapshot", "show", Run.fixture("datadir-3.9.5/version-2/snapshot.45"));

    assertEquals(EARLY, run.out());
  }

  @Test
  void aLaterSnapshot() {
    Run run = Run.of("snapshot", "show", Run.fixture("datadir-3.9.5/version-2/snapshot.86"));

    assertEquals(LATER, run.out());
  }

  @Test
  void theNewestSnapshot() {
    Run run = Run.of("snapshot", "show", Run.fixture("datadir-3.9.5/version-2/snapshot.cd"));

    assertEquals(NEWEST, run.out());
  }

  @Test
  void aSnapshotInGzip() {
    Run run =
        Run.of(
            "snapshot",
            "show",
            Run.fixture("datadir-other/gzip-snapshot/version-2/snapshot.25.gz"));

    assertEquals(COMPRESSED, run.out());
  }

  @Test
  void aSnapshotInSnappy() {
    Run run =
        Run.of(
            "snapshot",
            "show",
            Run.fixture("datadir-other/snappy-snapshot/version-2/snapshot.25.snappy"));

    assertEquals(COMPRESSED, run.out());
  }

  @Test
  void aSnapshotOfAnEnsemble() {
    Run run =
        Run.of(
            "snapshot", "show", Run.fixture("datadir-other/ensemble-member/version-2/snapshot.0"));

    assertEquals(ENSEMBLE, run.out());
  }

  @Test
  void aSnapshotWithoutDigest() {
    Run run =
        Run.of("snapshot", "show", Run.fixture("datadir-other/no-digest/version-2/snapshot.c"));

    assertEquals(NO_DIGEST, run.out());
  }
}
