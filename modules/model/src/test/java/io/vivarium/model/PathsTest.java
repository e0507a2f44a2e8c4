package io.vivarium.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Random;
import org.apache.zookeeper.common.PathUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PathsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/a",
        "/a/b",
        "/zookeeper/quota",
        "/a b",
        "/.a",
        "/..a",
        "/...",
        "/a.",
        "/a/.b/c..",
        "/\u00e9\u4e2d",
        "/\ufeff",
        "/ ",
        "/\u00a0"
      })
  void acceptsLegalPaths(String path) {
    assertNull(Paths.violation(path));
    assertTrue(Paths.legal(path));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''         | it is empty",
        "a          | it does not start with /",
        "a/b        | it does not start with /",
        "/a/        | it ends with /",
        "//         | it ends with /",
        "//a        | it has an empty name at 1",
        "/a//b      | it has an empty name at 3",
        "/.         | it has a relative name at 1",
        "/..        | it has a relative name at 1",
        "/a/./b     | it has a relative name at 3",
        "/a/../b    | it has a relative name at 3",
        "/a/..      | it has a relative name at 3",
      })
  void saysWhatIsWrongWithAPath(String path, String reason) {
    assertEquals(reason, Paths.violation(path));
    assertFalse(Paths.legal(path));
  }

  @Test
  void namesTheIllegalCharacterAndItsPlace() {
    assertEquals("it has the illegal character U+0000 at 2", Paths.violation("/a\u0000b"));
    assertEquals("it has the illegal character U+D83D at 1", Paths.violation("/\ud83d\ude00"));
  }

  @Test
  void judgesEveryCharacterAsZooKeeperDoes() {
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      String path = "/a" + (char) c + "b";

      assertEquals(
          accepts(path), Paths.legal(path), () -> "U+" + Integer.toHexString(path.charAt(2)));
    }
  }

  @Test
  void judgesRandomPathsAsZooKeeperDoes() {
    Random random = new Random(7);
    char[] alphabet = {'/', '/', '/', '.', '.', 'a', 'b', '\u001f', '\u007f', '\uf8ff', '\ufff0'};
    int legal = 0;
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder(random.nextInt(10) == 0 ? "" : "/");
      for (int length = random.nextInt(8); length > 0; length--) {
        // The illegal ones rarely, or nearly every path would have one.
        text.append(alphabet[random.nextInt(random.nextInt(8) == 0 ? alphabet.length : 7)]);
      }
      String path = text.toString();
      if (accepts(path)) {
        legal++;
      }

      assertEquals(accepts(path), Paths.legal(path), path);
    }
    assertTrue(legal > 10_000, "only " + legal + " of the paths were legal");
  }

  @ParameterizedTest
  @CsvSource({"/a,/,a", "/a/b,/a,b", "/a/b/c,/a/b,c", "/,/,''"})
  void splitsAPathIntoParentAndName(String path, String parent, String name) {
    assertEquals(parent, Paths.parent(path));
    assertEquals(name, Paths.name(path));
  }

  @Test
  void reservesTheBuiltInNodesAndNothingBelowOrBeside() {
    for (String path : new String[] {"/", "/zookeeper", "/zookeeper/quota", "/zookeeper/config"}) {
      assertTrue(Paths.reserved(path), path);
    }
    for (String path :
        new String[] {"/a", "/zookeeper2", "/zookeeper/quota/a", "/zookeeper/confi"}) {
      assertFalse(Paths.reserved(path), path);
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        9,
        10,
        999_999_999,
        1_000_000_000,
        Integer.MAX_VALUE,
        -1,
        -12,
        Integer.MIN_VALUE
      })
  void appendsTheCounterAsZooKeeperFormatsIt(int counter) {
    assertEquals(
        "/a/n-" + String.format(Locale.ENGLISH, "%010d", counter),
        Paths.sequential("/a/n-", counter));
  }

  @Test
  void appendsTheCounterToAParentThatEndsWithASlash() {
    assertEquals("/a/0000000003", Paths.sequential("/a/", 3));
  }

  private static boolean accepts(String path) {
    try {
      PathUtils.validatePath(path);
      return true;
    } catch (IllegalArgumentException e) {
      assertNotNull(e.getMessage());
      return false;
    }
  }
}
