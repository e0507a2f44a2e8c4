package io.vivarium.tools.apache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.tools.Run;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What ZooKeeper 3.9.5 prints for the same files, line by line in the order of the files. */
final class FormatterShapeTest {
  private static final String ZNODES =
      """
      ZNode Details (count=40):
      ----
      /
        cZxid = 0x00000000000000
        ctime = Thu Jan 01 00:00:00 UTC 1970
        mZxid = 0x00000000000000
        mtime = Thu Jan 01 00:00:00 UTC 1970
        pZxid = 0x00000000000002
        cversion = 1
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        dataLength = 0
      ----
      /wire
        cZxid = 0x00000000000002
        ctime = Fri Nov 20 12:19:02 UTC 2026
        mZxid = 0x00000000000002
        mtime = Fri Nov 20 12:19:02 UTC 2026
        pZxid = 0x00000000000083
        cversion = 27
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        dataLength = 30
      ----
      /wire/acl-create-only
        cZxid = 0x00000000000052
        ctime = Fri Nov 20 12:19:11 UTC 2026
        mZxid = 0x00000000000052
        mtime = Fri Nov 20 12:19:11 UTC 2026
        pZxid = 0x00000000000059
        cversion = 1
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        dataLength = 1
      ----
      /wire/acl-create-only/k
        cZxid = 0x00000000000059
        ctime = Fri Nov 20 12:19:11 UTC 2026
        mZxid = 0x00000000000059
        mtime = Fri Nov 20 12:19:11 UTC 2026
        pZxid = 0x00000000000059
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        dataLength = 1
      ----
      /wire/big
        cZxid = 0x00000000000041
        ctime = Fri Nov 20 12:19:10 UTC 2026
        mZxid = 0x00000000000042
        mtime = Fri Nov 20 12:19:10 UTC 2026
        pZxid = 0x00000000000041
        cversion = 0
        dataVersion = 1
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        dataLength = 5000
      ----
      /wire/c
        cZxid = 0x00000000000013
        ctime = Fri Nov 20 12:19:06 UTC 2026
        mZxid = 0x0000000000003b
        mtime = Fri Nov 20 12:19:10 UTC 2026
        pZxid = 0x0000000000005f
        cversion = 7
        dataVersion = 2
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        dataLength = 2
      ----
      /wire/c/s-0000000001
        cZxid = 0x00000000000018
        ctime = Fri Nov 20 12:19:06 UTC 2026
        mZxid = 0x00000000000018
        mtime = Fri Nov 20 12:19:06 UTC 2026
        pZxid = 0x00000000000018
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        dataLength = 1
      ----
      /wire/c/0000000003
        cZxid = 0x0000000000001a
        ctime = Fri Nov 20 12:19:06 UTC 2026
        mZxid = 0x0000000000001a
        mtime = Fri Nov 20 12:19:06 UTC 2026
        pZxid = 0x0000000000001a
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        dataLength = 1
      ----
      /wire/c/s-0000000000
        cZxid = 0x00000000000017
        ctime = Fri Nov 20 12:19:06 UTC 2026
        mZxid = 0x00000000000017
        mtime = Fri Nov 20 12:19:06 UTC 2026
        pZxid = 0x00000000000017
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        dataLength = 1
      ----
      /wire/c/s-0000000002
        cZxid = 0x00000000000019
        ctime = Fri Nov 20 12:19:06 UTC 2026
        mZxid = 0x00000000000019
        mtime = Fri Nov 20 12:19:06 UTC 2026
        pZxid = 0x00000000000019
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        dataLength = 1
      ----
      /wire/with space
        cZxid = 0x00000000000048
        ctime = Fri Nov 20 12:19:10 UTC 2026
        mZxid = 0x00000000000048
        mtime = Fri Nov 20 12:19:10 UTC 2026
        pZxid = 0x00000000000048
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        dataLength = 24
      ----
      /wire/acl-ro
        cZxid = 0x00000000000051
        ctime = Fri Nov 20 12:19:11 UTC 2026
        mZxid = 0x00000000000051
        mtime = Fri Nov 20 12:19:11 UTC 2026
        pZxid = 0x00000000000051
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        dataLength = 1
      ----
      /wire/a.b-c_d:e
        cZxid = 0x00000000000049
        ctime = Fri Nov 20 12:19:10 UTC 2026
        mZxid = 0x00000000000049
        mtime = Fri Nov 20 12:19:10 UTC 2026
        pZxid = 0x00000000000049
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        dataLength = 23
      ----
      /wire/acl
        cZxid = 0x0000000000004d
        ctime = Fri Nov 20 12:19:11 UTC 2026
        mZxid = 0x0000000000005a
        mtime = Fri Nov 20 12:19:11 UTC 2026
        pZxid = 0x0000000000004d
        cversion = 0
        dataVersion = 1
        aclVersion = 1
        ephemeralOwner = 0x00000000000000
        dataLength = 7
      ----
      /wire/m
        cZxid = 0x00000000000063
        ctime = Fri Nov 20 12:19:12 UTC 2026
        mZxid = 0x00000000000063
        mtime = Fri Nov 20 12:19:12 UTC 2026
        pZxid = 0x0000000000006a
        cversion = 7
        dataVersion = 1
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        dataLength = 2
      ----
      /wire/m/s-0000000006
        cZxid = 0x0000000000006a
        ctime = Fri Nov 20 12:19:13 UTC 2026
        mZxid = 0x0000000000006a
        mtime = Fri Nov 20 12:19:13 UTC 2026
        pZxid = 0x0000000000006a
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        dataLength = 1
      ----
      /wire/m/s-0000000001
        cZxid = 0x00000000000063
        ctime = Fri Nov 20 12:19:12 UTC 2026
        mZxid = 0x00000000000063
        mtime = Fri Nov 20 12:19:12 UTC 2026
        pZxid = 0x00000000000063
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        dataLength = 1
      ----
      /wire/m/s-0000000000
        cZxid = 0x00000000000063
        ctime = Fri Nov 20 12:19:12 UTC 2026
        mZxid = 0x00000000000063
        mtime = Fri Nov 20 12:19:12 UTC 2026
        pZxid = 0x00000000000063
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        dataLength = 1
      ----
      /wire/m/cont
        cZxid = 0x00000000000064
        ctime = Fri Nov 20 12:19:12 UTC 2026
        mZxid = 0x00000000000064
        mtime = Fri Nov 20 12:19:12 UTC 2026
        pZxid = 0x00000000000064
        cversion = 1
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x8000000000000000
        dataLength = 1
      ----
      /wire/m/cont/k
        cZxid = 0x00000000000064
        ctime = Fri Nov 20 12:19:12 UTC 2026
        mZxid = 0x00000000000064
        mtime = Fri Nov 20 12:19:12 UTC 2026
        pZxid = 0x00000000000064
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        dataLength = 1
      ----
      /wire/m/ttl
        cZxid = 0x00000000000064
        ctime = Fri Nov 20 12:19:12 UTC 2026
        mZxid = 0x00000000000064
        mtime = Fri Nov 20 12:19:12 UTC 2026
        pZxid = 0x00000000000064
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0xff0000e8d4a51000
        dataLength = 1
      ----
      /wire/ttl-long
        cZxid = 0x00000000000029
        ctime = Fri Nov 20 12:19:07 UTC 2026
        mZxid = 0x00000000000029
        mtime = Fri Nov 20 12:19:07 UTC 2026
        pZxid = 0x00000000000029
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0xff0000e8d4a51000
        dataLength = 1
      ----
      /wire/c2
        cZxid = 0x00000000000014
        ctime = Fri Nov 20 12:19:06 UTC 2026
        mZxid = 0x0000000000003c
        mtime = Fri Nov 20 12:19:10 UTC 2026
        pZxid = 0x00000000000014
        cversion = 0
        dataVersion = 1
        aclVersion = 1
        ephemeralOwner = 0x00000000000000
        dataLength = 0
      ----
      /wire/p
        cZxid = 0x0000000000007f
        ctime = Fri Nov 20 12:19:14 UTC 2026
        mZxid = 0x00000000000080
        mtime = Fri Nov 20 12:19:15 UTC 2026
        pZxid = 0x0000000000007f
        cversion = 0
        dataVersion = 1
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        dataLength = 1
      ----
      /wire/ümläut
        cZxid = 0x00000000000045
        ctime = Fri Nov 20 12:19:10 UTC 2026
        mZxid = 0x00000000000045
        mtime = Fri Nov 20 12:19:10 UTC 2026
        pZxid = 0x00000000000045
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        dataLength = 22
      ----
      /wire/ﬁ-lig
        cZxid = 0x0000000000004a
        ctime = Fri Nov 20 12:19:10 UTC 2026
        mZxid = 0x0000000000004a
        mtime = Fri Nov 20 12:19:10 UTC 2026
        pZxid = 0x0000000000004a
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        dataLength = 21
      ----
      /wire/r
        cZxid = 0x00000000000083
        ctime = Fri Nov 20 12:19:15 UTC 2026
        mZxid = 0x00000000000084
        mtime = Fri Nov 20 12:19:15 UTC 2026
        pZxid = 0x00000000000085
        cversion = 1
        dataVersion = 1
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        dataLength = 1
      ----
      /wire/r/k
        cZxid = 0x00000000000085
        ctime = Fri Nov 20 12:19:15 UTC 2026
        mZxid = 0x00000000000086
        mtime = Fri Nov 20 12:19:15 UTC 2026
        pZxid = 0x00000000000087
        cversion = 1
        dataVersion = 1
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        dataLength = 1
      ----
      /wire/r/k/g
        cZxid = 0x00000000000087
        ctime = Fri Nov 20 12:19:15 UTC 2026
        mZxid = 0x00000000000087
        mtime = Fri Nov 20 12:19:15 UTC 2026
        pZxid = 0x00000000000087
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        dataLength = 0
      ----
      /wire/emptydata
        cZxid = 0x00000000000016
        ctime = Fri Nov 20 12:19:06 UTC 2026
        mZxid = 0x00000000000016
        mtime = Fri Nov 20 12:19:06 UTC 2026
        pZxid = 0x00000000000016
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        dataLength = 0
      ----
      /wire/nulldata
        cZxid = 0x00000000000015
        ctime = Fri Nov 20 12:19:06 UTC 2026
        mZxid = 0x00000000000015
        mtime = Fri Nov 20 12:19:06 UTC 2026
        pZxid = 0x00000000000015
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        dataLength = 0
      ----
      /wire/ttl-seq-0000000008
        cZxid = 0x0000000000002a
        ctime = Fri Nov 20 12:19:07 UTC 2026
        mZxid = 0x0000000000002a
        mtime = Fri Nov 20 12:19:07 UTC 2026
        pZxid = 0x0000000000002a
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0xff0000e8d4a51000
        dataLength = 1
      ----
      /wire/cont
        cZxid = 0x00000000000024
        ctime = Fri Nov 20 12:19:07 UTC 2026
        mZxid = 0x00000000000024
        mtime = Fri Nov 20 12:19:07 UTC 2026
        pZxid = 0x00000000000025
        cversion = 1
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x8000000000000000
        dataLength = 1
      ----
      /wire/cont/child
        cZxid = 0x00000000000025
        ctime = Fri Nov 20 12:19:07 UTC 2026
        mZxid = 0x00000000000025
        mtime = Fri Nov 20 12:19:07 UTC 2026
        pZxid = 0x00000000000025
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        dataLength = 1
      ----
      /wire/日本語
        cZxid = 0x00000000000046
        ctime = Fri Nov 20 12:19:10 UTC 2026
        mZxid = 0x00000000000046
        mtime = Fri Nov 20 12:19:10 UTC 2026
        pZxid = 0x00000000000046
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        dataLength = 23
      ----
      /wire/список
        cZxid = 0x00000000000047
        ctime = Fri Nov 20 12:19:10 UTC 2026
        mZxid = 0x00000000000047
        mtime = Fri Nov 20 12:19:10 UTC 2026
        pZxid = 0x00000000000047
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x00000000000000
        dataLength = 26
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
      0x100001f46d00017, 30000, 0
      0x100001f46d00000, 30000, 0
      ----
      Last zxid: 0x87
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
  void theZnodesOfASnapshot() {
    Run run =
        Run.of("apache", "SnapshotFormatter", Run.fixture("datadir-3.9.5/version-2/snapshot.86"));

    assertEquals(ZNODES, run.out());
  }
}
