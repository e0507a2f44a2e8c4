package io.vivarium.tools.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.tools.Run;
import org.junit.jupiter.api.Test;

/** What else is printed of snapshots and logs, whole. */
final class PrintedSnapshotsTest {
  private static final String EMPTY =
      """
      {"path": "/", "data": "", "acl": "world:anyone:31", "czxid": "0x0", "mzxid": "0x0", "pzxid": "0x0", "ctime": 0, "mtime": 0, "version": 0, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/zookeeper", "data": "", "acl": "world:anyone:31", "czxid": "0x0", "mzxid": "0x0", "pzxid": "0x0", "ctime": 0, "mtime": 0, "version": 0, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/zookeeper/config", "data": "", "acl": "world:anyone:1", "czxid": "0x0", "mzxid": "0x0", "pzxid": "0x0", "ctime": 0, "mtime": 0, "version": 0, "storedCversion": 0, "aversion": -1, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/zookeeper/quota", "data": "", "acl": "world:anyone:31", "czxid": "0x0", "mzxid": "0x0", "pzxid": "0x0", "ctime": 0, "mtime": 0, "version": 0, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      """;

  private static final String NEWEST =
      """
      {"path": "/wire/q", "data": "MTIzNDU=", "acl": "world:anyone:31", "czxid": "0xb5", "mzxid": "0xb5", "pzxid": "0xbc", "ctime": 1795177168217, "mtime": 1795177168217, "version": 0, "storedCversion": 3, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/wire/q/k0", "data": "AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "acl": "world:anyone:31", "czxid": "0xba", "mzxid": "0xc0", "pzxid": "0xba", "ctime": 1795177168226, "mtime": 1795177168236, "version": 1, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/wire/q/k1", "data": "YWJj", "acl": "world:anyone:31", "czxid": "0xbb", "mzxid": "0xbb", "pzxid": "0xbb", "ctime": 1795177168230, "mtime": 1795177168230, "version": 0, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/wire/q/k2", "data": "YWJj", "acl": "world:anyone:31", "czxid": "0xbc", "mzxid": "0xbc", "pzxid": "0xbc", "ctime": 1795177168231, "mtime": 1795177168231, "version": 0, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      """;

  private static final String QUOTA =
      """
      {"path": "/zookeeper", "data": "", "acl": "world:anyone:31", "czxid": "0x0", "mzxid": "0x0", "pzxid": "0x0", "ctime": 0, "mtime": 0, "version": 0, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/zookeeper/config", "data": "", "acl": "world:anyone:1", "czxid": "0x0", "mzxid": "0x0", "pzxid": "0x0", "ctime": 0, "mtime": 0, "version": 0, "storedCversion": 0, "aversion": -1, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/zookeeper/quota", "data": "", "acl": "world:anyone:31", "czxid": "0x0", "mzxid": "0x0", "pzxid": "0xb6", "ctime": 0, "mtime": 0, "version": 0, "storedCversion": 1, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/zookeeper/quota/wire", "data": null, "acl": "world:anyone:31", "czxid": "0xb6", "mzxid": "0xb6", "pzxid": "0xb7", "ctime": 1795177168219, "mtime": 1795177168219, "version": 0, "storedCversion": 1, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/zookeeper/quota/wire/q", "data": null, "acl": "world:anyone:31", "czxid": "0xb7", "mzxid": "0xb7", "pzxid": "0xb9", "ctime": 1795177168221, "mtime": 1795177168221, "version": 0, "storedCversion": 2, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/zookeeper/quota/wire/q/zookeeper_limits", "data": "Y291bnQ9MyxieXRlcz0yMD07Ynl0ZUhhcmRMaW1pdD00MDtjb3VudEhhcmRMaW1pdD00", "acl": "world:anyone:31", "czxid": "0xb8", "mzxid": "0xb8", "pzxid": "0xb8", "ctime": 1795177168222, "mtime": 1795177168222, "version": 0, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/zookeeper/quota/wire/q/zookeeper_stats", "data": "Y291bnQ9NCxieXRlcz0zMQ==", "acl": "world:anyone:31", "czxid": "0xb9", "mzxid": "0xb9", "pzxid": "0xb9", "ctime": 1795177168223, "mtime": 1795177168223, "version": 0, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      """;

  private static final String GZIP =
      """
      {"path": "/", "data": "", "acl": "world:anyone:31", "czxid": "0x0", "mzxid": "0x0", "pzxid": "0x1b", "ctime": 0, "mtime": 0, "version": 0, "storedCversion": 3, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/p1", "data": "dG91Y2hlZCBpbiBwaGFzZSAz", "acl": "world:anyone:31", "czxid": "0x2", "mzxid": "0x21", "pzxid": "0xa", "ctime": 1795177298248, "mtime": 1795177301190, "version": 4, "storedCversion": 6, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/p1/n-0000000002", "data": "dmFsdWUgMg==", "acl": "world:anyone:31", "czxid": "0x5", "mzxid": "0x5", "pzxid": "0x5", "ctime": 1795177298327, "mtime": 1795177298327, "version": 0, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/p1/n-0000000001", "data": "dmFsdWUgMQ==", "acl": "world:anyone:31", "czxid": "0x4", "mzxid": "0x4", "pzxid": "0x4", "ctime": 1795177298325, "mtime": 1795177298325, "version": 0, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/p1/n-0000000003", "data": "dmFsdWUgMw==", "acl": "world:anyone:31", "czxid": "0x6", "mzxid": "0x6", "pzxid": "0x6", "ctime": 1795177298331, "mtime": 1795177298331, "version": 0, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/p1/m", "data": "bQ==", "acl": "digest:u:h:31,world:anyone:1", "czxid": "0xa", "mzxid": "0xa", "pzxid": "0xa", "ctime": 1795177298356, "mtime": 1795177298356, "version": 0, "storedCversion": 0, "aversion": 1, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/p1/n-0000000000", "data": "dmFsdWUgMA==", "acl": "world:anyone:31", "czxid": "0x3", "mzxid": "0x3", "pzxid": "0x3", "ctime": 1795177298319, "mtime": 1795177298319, "version": 0, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/p2", "data": "YnkgbXVsdGk=", "acl": "world:anyone:31", "czxid": "0xe", "mzxid": "0x17", "pzxid": "0x17", "ctime": 1795177299804, "mtime": 1795177299846, "version": 2, "storedCversion": 6, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/p2/n-0000000002", "data": "dmFsdWUgMg==", "acl": "world:anyone:31", "czxid": "0x11", "mzxid": "0x11", "pzxid": "0x11", "ctime": 1795177299820, "mtime": 1795177299820, "version": 0, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/p2/n-0000000001", "data": "dmFsdWUgMQ==", "acl": "world:anyone:31", "czxid": "0x10", "mzxid": "0x10", "pzxid": "0x10", "ctime": 1795177299818, "mtime": 1795177299818, "version": 0, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/p2/n-0000000003", "data": "dmFsdWUgMw==", "acl": "world:anyone:31", "czxid": "0x12", "mzxid": "0x12", "pzxid": "0x12", "ctime": 1795177299822, "mtime": 1795177299822, "version": 0, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/p2/m", "data": "bQ==", "acl": "digest:u:h:31,world:anyone:1", "czxid": "0x17", "mzxid": "0x17", "pzxid": "0x17", "ctime": 1795177299846, "mtime": 1795177299846, "version": 0, "storedCversion": 0, "aversion": 1, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/p2/n-0000000000", "data": "dmFsdWUgMA==", "acl": "world:anyone:31", "czxid": "0xf", "mzxid": "0xf", "pzxid": "0xf", "ctime": 1795177299815, "mtime": 1795177299815, "version": 0, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/p3", "data": "YnkgbXVsdGk=", "acl": "world:anyone:31", "czxid": "0x1b", "mzxid": "0x24", "pzxid": "0x24", "ctime": 1795177301167, "mtime": 1795177301205, "version": 2, "storedCversion": 6, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/p3/n-0000000002", "data": "dmFsdWUgMg==", "acl": "world:anyone:31", "czxid": "0x1e", "mzxid": "0x1e", "pzxid": "0x1e", "ctime": 1795177301182, "mtime": 1795177301182, "version": 0, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/p3/n-0000000001", "data": "dmFsdWUgMQ==", "acl": "world:anyone:31", "czxid": "0x1d", "mzxid": "0x1d", "pzxid": "0x1d", "ctime": 1795177301180, "mtime": 1795177301180, "version": 0, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/p3/n-0000000003", "data": "dmFsdWUgMw==", "acl": "world:anyone:31", "czxid": "0x1f", "mzxid": "0x1f", "pzxid": "0x1f", "ctime": 1795177301184, "mtime": 1795177301184, "version": 0, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/p3/m", "data": "bQ==", "acl": "digest:u:h:31,world:anyone:1", "czxid": "0x24", "mzxid": "0x24", "pzxid": "0x24", "ctime": 1795177301205, "mtime": 1795177301205, "version": 0, "storedCversion": 0, "aversion": 1, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/p3/n-0000000000", "data": "dmFsdWUgMA==", "acl": "world:anyone:31", "czxid": "0x1c", "mzxid": "0x1c", "pzxid": "0x1c", "ctime": 1795177301176, "mtime": 1795177301176, "version": 0, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/zookeeper", "data": "", "acl": "world:anyone:31", "czxid": "0x0", "mzxid": "0x0", "pzxid": "0x0", "ctime": 0, "mtime": 0, "version": 0, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/zookeeper/config", "data": "", "acl": "world:anyone:1", "czxid": "0x0", "mzxid": "0x0", "pzxid": "0x0", "ctime": 0, "mtime": 0, "version": 0, "storedCversion": 0, "aversion": -1, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/zookeeper/quota", "data": "", "acl": "world:anyone:31", "czxid": "0x0", "mzxid": "0x0", "pzxid": "0x0", "ctime": 0, "mtime": 0, "version": 0, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      """;

  private static final String HEALTHY =
      """
      {"path": "/", "data": "", "acl": "world:anyone:31", "czxid": "0x0", "mzxid": "0x0", "pzxid": "0xe", "ctime": 0, "mtime": 0, "version": 0, "storedCversion": 2, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/p1", "data": "dG91Y2hlZCBpbiBwaGFzZSAy", "acl": "world:anyone:31", "czxid": "0x2", "mzxid": "0x14", "pzxid": "0xa", "ctime": 1795177298248, "mtime": 1795177299831, "version": 3, "storedCversion": 6, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/p1/n-0000000002", "data": "dmFsdWUgMg==", "acl": "world:anyone:31", "czxid": "0x5", "mzxid": "0x5", "pzxid": "0x5", "ctime": 1795177298327, "mtime": 1795177298327, "version": 0, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/p1/n-0000000001", "data": "dmFsdWUgMQ==", "acl": "world:anyone:31", "czxid": "0x4", "mzxid": "0x4", "pzxid": "0x4", "ctime": 1795177298325, "mtime": 1795177298325, "version": 0, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/p1/n-0000000003", "data": "dmFsdWUgMw==", "acl": "world:anyone:31", "czxid": "0x6", "mzxid": "0x6", "pzxid": "0x6", "ctime": 1795177298331, "mtime": 1795177298331, "version": 0, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/p1/m", "data": "bQ==", "acl": "digest:u:h:31,world:anyone:1", "czxid": "0xa", "mzxid": "0xa", "pzxid": "0xa", "ctime": 1795177298356, "mtime": 1795177298356, "version": 0, "storedCversion": 0, "aversion": 1, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/p1/n-0000000000", "data": "dmFsdWUgMA==", "acl": "world:anyone:31", "czxid": "0x3", "mzxid": "0x3", "pzxid": "0x3", "ctime": 1795177298319, "mtime": 1795177298319, "version": 0, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/p2", "data": "YnkgbXVsdGk=", "acl": "world:anyone:31", "czxid": "0xe", "mzxid": "0x17", "pzxid": "0x17", "ctime": 1795177299804, "mtime": 1795177299846, "version": 2, "storedCversion": 6, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/p2/n-0000000002", "data": "dmFsdWUgMg==", "acl": "world:anyone:31", "czxid": "0x11", "mzxid": "0x11", "pzxid": "0x11", "ctime": 1795177299820, "mtime": 1795177299820, "version": 0, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/p2/n-0000000001", "data": "dmFsdWUgMQ==", "acl": "world:anyone:31", "czxid": "0x10", "mzxid": "0x10", "pzxid": "0x10", "ctime": 1795177299818, "mtime": 1795177299818, "version": 0, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/p2/n-0000000003", "data": "dmFsdWUgMw==", "acl": "world:anyone:31", "czxid": "0x12", "mzxid": "0x12", "pzxid": "0x12", "ctime": 1795177299822, "mtime": 1795177299822, "version": 0, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/p2/m", "data": "bQ==", "acl": "digest:u:h:31,world:anyone:1", "czxid": "0x17", "mzxid": "0x17", "pzxid": "0x17", "ctime": 1795177299846, "mtime": 1795177299846, "version": 0, "storedCversion": 0, "aversion": 1, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/p2/n-0000000000", "data": "dmFsdWUgMA==", "acl": "world:anyone:31", "czxid": "0xf", "mzxid": "0xf", "pzxid": "0xf", "ctime": 1795177299815, "mtime": 1795177299815, "version": 0, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/zookeeper", "data": "", "acl": "world:anyone:31", "czxid": "0x0", "mzxid": "0x0", "pzxid": "0x0", "ctime": 0, "mtime": 0, "version": 0, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/zookeeper/config", "data": "", "acl": "world:anyone:1", "czxid": "0x0", "mzxid": "0x0", "pzxid": "0x0", "ctime": 0, "mtime": 0, "version": 0, "storedCversion": 0, "aversion": -1, "storedOwner": "0x0", "kind": "persistent"}
      {"path": "/zookeeper/quota", "data": "", "acl": "world:anyone:31", "czxid": "0x0", "mzxid": "0x0", "pzxid": "0x0", "ctime": 0, "mtime": 0, "version": 0, "storedCversion": 0, "aversion": 0, "storedOwner": "0x0", "kind": "persistent"}
      """;

  private static final String SESSIONS =
      """
      0x100001f46d0001f timeout 10000 ms
      0x100001f46d00029 timeout 10000 ms
      0x100001f46d00028 timeout 10000 ms
      0x100001f46d00027 timeout 10000 ms
      0x100001f46d00023 timeout 10000 ms
      0x100001f46d00000 timeout 30000 ms
      """;

  private static final String SESSIONS_AS_JSON =
      """
      {"session": "0x100001f46d0001f", "timeout": 10000}
      {"session": "0x100001f46d00029", "timeout": 10000}
      {"session": "0x100001f46d00028", "timeout": 10000}
      {"session": "0x100001f46d00027", "timeout": 10000}
      {"session": "0x100001f46d00023", "timeout": 10000}
      {"session": "0x100001f46d00000", "timeout": 30000}
      """;

  private static final String SUMMARY =
      """
      znodes    49, of them 0 ephemerals, 2 containers, 3 with a time to live
      bytes     5299 B of data, 722 B of paths, depth 5
      sessions  6
      acls      8
      digest    90031076027
      zxids     effects up to 0xcd, newest in a znode 0xc4 at 2026-11-20T12:19:28.496Z
      largest data:
            5000 B /wire/big
              51 B /zookeeper/quota/wire/q/zookeeper_limits
              30 B /wire
              26 B /wire/список
              24 B /wire/with space
              23 B /wire/日本語
              23 B /wire/a.b-c_d:e
              22 B /wire/ümläut
              21 B /wire/ﬁ-lig
              20 B /wire/q/k0
      most children:
                24 /wire
                 5 /wire/m
                 4 /wire/c
                 3 /wire/q
                 2 /
                 2 /zookeeper/quota/wire/q
                 2 /zookeeper
                 1 /zookeeper/quota/wire
                 1 /wire/sw
                 1 /wire/cont
      """;

  private static final String SUMMARY_OF_LOGS =
      """
      txns      252
      zxid      0x1 to 0xfb
      time      2026-11-20T12:19:02.062Z to 2026-11-20T12:19:32.146Z
      bytes     125 kB, 497 a txn, 8.4 txns a second
      largest   100 kB, zxid 0x41
      closeSession     42
      create           58
      create2          2
      createContainer  2
      createSession    50
      createTTL        3
      delete           14
      deleteContainer  3
      error            48
      multi            7
      setACL           4
      setData          19
      busiest znodes at the top, by txns:
        /wire                          110
        /zookeeper                     4
        /after-close                   1
      """;

  private static final String COMPARISON =
      """
      ~ /wire children
      ~ /wire/c data, version
      + /wire/sw
      + /wire/sw/new
      + /wire/auth2
      + /wire/q
      + /wire/q/k0
      + /wire/q/k1
      + /wire/q/k2
      + /wire/sasl
      + /wire/ro-ok
      ~ /zookeeper/quota children
      + /zookeeper/quota/wire
      + /zookeeper/quota/wire/q
      + /zookeeper/quota/wire/q/zookeeper_limits
      + /zookeeper/quota/wire/q/zookeeper_stats
      - /wire/r
      - /wire/r/k
      - /wire/r/k/g
      19 znodes differ
      """;

  private static final String COMPARISON_FROM_NOTHING =
      """
      ~ / children
      + /wire
      + /wire/acl-create-only
      + /wire/acl-create-only/k
      + /wire/big
      + /wire/c
      + /wire/c/s-0000000001
      + /wire/c/0000000003
      + /wire/c/s-0000000000
      + /wire/c/s-0000000002
      + /wire/with space
      + /wire/acl-ro
      + /wire/a.b-c_d:e
      + /wire/acl
      + /wire/m
      + /wire/m/s-0000000006
      + /wire/m/s-0000000001
      + /wire/m/s-0000000000
      + /wire/m/cont
      + /wire/m/cont/k
      + /wire/m/ttl
      + /wire/ttl-long
      + /wire/c2
      + /wire/p
      + /wire/ümläut
      + /wire/ﬁ-lig
      + /wire/r
      + /wire/r/k
      + /wire/r/k/g
      + /wire/emptydata
      + /wire/nulldata
      + /wire/ttl-seq-0000000008
      + /wire/cont
      + /wire/cont/child
      + /wire/日本語
      + /wire/список
      36 znodes differ
      """;

  private static final String RECURSIVE_SUMMARY =
      """
       /
         children: 48
         data: 5299
      -- /wire
      --   children: 40
      --   data: 5232
      ---- /wire/acl-create-only
      ----   children: 1
      ----   data: 2
      ---- /wire/c
      ----   children: 4
      ----   data: 6
      ---- /wire/sw
      ----   children: 1
      ----   data: 1
      ---- /wire/m
      ----   children: 6
      ----   data: 8
      ------ /wire/m/cont
      ------   children: 1
      ------   data: 2
      ---- /wire/q
      ----   children: 3
      ----   data: 31
      ---- /wire/cont
      ----   children: 1
      ----   data: 2
      -- /zookeeper
      --   children: 6
      --   data: 67
      ---- /zookeeper/quota
      ----   children: 4
      ----   data: 67
      ------ /zookeeper/quota/wire
      ------   children: 3
      ------   data: 67
      -------- /zookeeper/quota/wire/q
      --------   children: 2
      --------   data: 67

      """;

  @Test
  void anEmptyTree() {
    Run run =
        Run.of(
            "snapshot",
            "show",
            Run.fixture("datadir-3.9.5/version-2/snapshot.0"),
            "--output",
            "json");

    assertEquals(EMPTY, run.out());
  }

  @Test
  void znodesOfTheNewestSnapshot() {
    Run run =
        Run.of(
            "snapshot",
            "show",
            Run.fixture("datadir-3.9.5/version-2/snapshot.cd"),
            "--path",
            "/wire/q",
            "--output",
            "json");

    assertEquals(NEWEST, run.out());
  }

  @Test
  void znodesOfTheServerItself() {
    Run run =
        Run.of(
            "snapshot",
            "show",
            Run.fixture("datadir-3.9.5/version-2/snapshot.cd"),
            "--path",
            "/zookeeper",
            "--output",
            "json");

    assertEquals(QUOTA, run.out());
  }

  @Test
  void aSnapshotInGzip() {
    Run run =
        Run.of(
            "snapshot",
            "show",
            Run.fixture("datadir-other/gzip-snapshot/version-2/snapshot.25.gz"),
            "--output",
            "json");

    assertEquals(GZIP, run.out());
  }

  @Test
  void aSnapshotOfAnotherServer() {
    Run run =
        Run.of(
            "snapshot",
            "show",
            Run.fixture("recovery/healthy/version-2/snapshot.19"),
            "--output",
            "json");

    assertEquals(HEALTHY, run.out());
  }

  @Test
  void sessions() {
    Run run =
        Run.of(
            "snapshot", "show", Run.fixture("datadir-3.9.5/version-2/snapshot.cd"), "--sessions");

    assertEquals(SESSIONS, run.out());
  }

  @Test
  void sessionsAsJson() {
    Run run =
        Run.of(
            "snapshot",
            "show",
            Run.fixture("datadir-3.9.5/version-2/snapshot.cd"),
            "--sessions",
            "--output",
            "json");

    assertEquals(SESSIONS_AS_JSON, run.out());
  }

  @Test
  void aSummary() {
    Run run = Run.of("snapshot", "summarise", Run.fixture("datadir-3.9.5/version-2/snapshot.cd"));

    assertEquals(SUMMARY, run.out());
  }

  @Test
  void aSummaryOfLogs() {
    Run run = Run.of("txnlog", "summarise", Run.fixture("datadir-3.9.5"));

    assertEquals(SUMMARY_OF_LOGS, run.out());
  }

  @Test
  void aComparison() {
    Run run =
        Run.of(
            "snapshot",
            "compare",
            Run.fixture("datadir-3.9.5/version-2/snapshot.86"),
            Run.fixture("datadir-3.9.5/version-2/snapshot.cd"));

    assertEquals(COMPARISON, run.out());
  }

  @Test
  void aComparisonFromNothing() {
    Run run =
        Run.of(
            "snapshot",
            "compare",
            Run.fixture("datadir-3.9.5/version-2/snapshot.0"),
            Run.fixture("datadir-3.9.5/version-2/snapshot.86"));

    assertEquals(COMPARISON_FROM_NOTHING, run.out());
  }

  @Test
  void theRecursiveSummaryOfZooKeepersTool() {
    Run run =
        Run.of(
            "apache",
            "SnapshotRecursiveSummary",
            Run.fixture("datadir-3.9.5/version-2/snapshot.cd"),
            "/",
            "0");

    assertEquals(RECURSIVE_SUMMARY, run.out());
  }
}
