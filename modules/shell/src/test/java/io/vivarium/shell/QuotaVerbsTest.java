package io.vivarium.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuotaVerbsTest {
  @RegisterExtension static final ShellUnderTest SHELL = ShellUnderTest.text();

  @Test
  void limitsAreSetShownAndEnforced() {
    SHELL.holds(
        """
        > create /a
        Created /a
        > listquota /a
        absolute path is /zookeeper/quota/a/zookeeper_limits
        quota for /a does not exist.
        > setquota -n 5 /a
        > listquota /a
        absolute path is /zookeeper/quota/a/zookeeper_limits
        Output quota for /a count=5,bytes=-1=;byteHardLimit=-1;countHardLimit=-1
        Output stat for /a count=1,bytes=0
        > setquota -N 2 /a
        > create /a/b data
        Created /a/b
        > create /a/c
        Quota has exceeded : /a/c
        > setquota -B 10 /a
        > set /a/b 12345678901
        Quota has exceeded : /a/b
        > listquota /a
        absolute path is /zookeeper/quota/a/zookeeper_limits
        Output quota for /a count=5,bytes=-1=;byteHardLimit=10;countHardLimit=2
        Output stat for /a count=2,bytes=4
        """);
  }

  @Test
  void limitsBelowWhatIsUsedAreWarnedOf() {
    SHELL.holds(
        """
        > create /a 12345
        Created /a
        > create /a/b
        Created /a/b
        > setquota -n 1 /a
        [Warning]: the count quota you create is less than the existing count:2
        > setquota -b 4 /a
        [Warning]: the count quota you create is less than the existing count:2
        [Warning]: the bytes quota you create is less than the existing bytes:5
        """);
  }

  @Test
  void limitsAreRemovedOneByOneOrAllAtOnce() {
    SHELL.holds(
        """
        > create /a
        Created /a
        > create /a/b
        Created /a/b
        > setquota -n 5 /a/b
        > setquota -b 50 /a/b
        > delquota -n /a/b
        > listquota /a/b
        absolute path is /zookeeper/quota/a/b/zookeeper_limits
        Output quota for /a/b count=-1,bytes=50=;byteHardLimit=-1;countHardLimit=-1
        Output stat for /a/b count=1,bytes=0
        > delquota /a/b
        > listquota /a/b
        absolute path is /zookeeper/quota/a/b/zookeeper_limits
        quota for /a/b does not exist.
        > ls -R /zookeeper/quota
        /zookeeper/quota
        > delquota /a/b
        quota for /a/b does not exist.
        """);
  }

  @Test
  void aQuotaWithinAnotherIsRefused() {
    SHELL.holds(
        """
        > create /a
        Created /a
        > create /a/b
        Created /a/b
        > create /a/b/c
        Created /a/b/c
        > setquota -n 5 /a/b
        > setquota -n 5 /a
        /a has child /zookeeper/quota/a/b/zookeeper_limits which has a quota
        > setquota -n 5 /a/b/c
        /a/b/c has a parent /a/b which has a quota
        """);
  }

  @Test
  void whatCannotBeMeantIsRefused() {
    SHELL.holds(
        """
        > setquota /a
        setquota -n|-b|-N|-B val path
        > setquota -n 5 -b 6 /a
        The option 'b' was specified but an option from this group has already been selected: 'n'
        > setquota -n many /a
        -n argument must be a whole number: many
        > setquota -n -5 /a
        the limit must be 0 or more: -5
        > setquota -n 5 /
        cannot set a quota under the path: /
        > setquota -n 5 /zookeeper/x
        cannot set a quota under the path: /zookeeper/x
        > setquota -n 5 /missing
        Node does not exist: /missing
        > delquota
        delquota [-n|-b|-N|-B] path
        """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|count=-1,bytes=-1=;byteHardLimit=-1;countHardLimit=-1",
        "count=5,bytes=-1|count=5,bytes=-1=;byteHardLimit=-1;countHardLimit=-1",
        "count=5,bytes=7=;byteHardLimit=8;countHardLimit=9|count=5,bytes=7=;byteHardLimit=8;countHardLimit=9",
        "bytes=7,count=6|count=6,bytes=7=;byteHardLimit=-1;countHardLimit=-1",
        "count=x,bytes=99999999999999999999|count=-1,bytes=-1=;byteHardLimit=-1;countHardLimit=-1"
      })
  void theTextOfANodeIsReadAndWrittenInZooKeepersForm(String read, String written) {
    assertEquals(written, QuotaText.parse(read).text());
  }

  @Test
  void usageIsComparedWithEachLimit() {
    QuotaText usage = QuotaText.parse("count=3,bytes=30");

    assertEquals(List.of(), QuotaText.parse("count=3,bytes=30").warnings(usage));
    assertEquals(
        List.of(
            "[Warning]: the count quota you create is less than the existing count:3",
            "[Warning]: the bytes quota you create is less than the existing bytes:30"),
        QuotaText.parse("count=-1,bytes=-1=;byteHardLimit=29;countHardLimit=2").warnings(usage));
  }
}
