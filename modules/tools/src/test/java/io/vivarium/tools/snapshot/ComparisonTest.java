package io.vivarium.tools.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.tools.output.Progress;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ComparisonTest {
  private static final int COUNT = 5_000;
  private static final long PLENTY = 1L << 40;

  /** More than a znode here takes, by the reckoning of the comparison. */
  private static final int ONE = 200;

  @TempDir private Path temporary;
  private final Set<String> lines = new TreeSet<>();
  private Path left;

  @BeforeEach
  void writeTheLeftOne() throws Exception {
    left = Snapshots.write(temporary.resolve("left"), nodes(0));
  }

  private static List<Snapshots.Flat> nodes(int version) {
    return IntStream.range(0, COUNT).mapToObj(i -> node(i, version)).toList();
  }

  private static Snapshots.Flat node(int number, int version) {
    return new Snapshots.Flat("/n" + number, new byte[] {1}, version);
  }

  private Path right(List<Snapshots.Flat> nodes) throws Exception {
    return Snapshots.write(temporary.resolve("right"), nodes);
  }

  private Comparison compared(Path right, long room) throws Exception {
    lines.clear();
    Progress silent = new Progress(new PrintWriter(Writer.nullWriter()), "test", 0);
    Comparison comparison =
        new Comparison(
            left,
            right,
            silent,
            room,
            (sign, path, what) -> assertTrue(lines.add(sign + " " + path + " " + what), path));
    assertEquals(comparison.run(), lines.size());
    return comparison;
  }

  @Test
  void whatIsEqualInAnyOrderIsReadOnce() throws Exception {
    assertEquals(1, compared(right(nodes(0).reversed()), 0).readings());
    assertEquals(Set.of(), lines);
  }

  /** Whatever room there is: one znode at a time, or all. */
  @ParameterizedTest
  @CsvSource({"0, 4", "1000000000000, 2"})
  void theFewThatDifferAreFound(long room, int readings) throws Exception {
    List<Snapshots.Flat> nodes = new ArrayList<>(nodes(0).reversed());
    nodes.removeIf(node -> node.path().equals("/n4000"));
    nodes.replaceAll(node -> node.path().equals("/n17") ? node(17, 1) : node);
    nodes.add(node(COUNT, 0));

    Comparison comparison = compared(right(nodes), room);

    assertEquals(Set.of("- /n4000 []", "~ /n17 [version]", "+ /n5000 []"), lines);
    assertEquals(readings, comparison.readings());
  }

  @Test
  void theRoomDecidesHowOftenFilesAreReadThatDifferEverywhere() throws Exception {
    Path right = right(nodes(1));

    assertEquals(2, compared(right, PLENTY).readings());
    int halves = compared(right, (long) COUNT * ONE / 2).readings();
    int tenths = compared(right, (long) COUNT * ONE / 10).readings();

    assertEquals(COUNT, lines.size());
    assertTrue(halves <= 3, () -> "two parts at most: " + halves);
    assertTrue(tenths > halves && tenths <= 11, () -> "ten parts at most: " + tenths);
  }

  @Test
  void nothingInCommonIsToldWhole() throws Exception {
    compared(right(List.of(new Snapshots.Flat("/other", new byte[0], 0))), (long) COUNT * ONE / 4);

    assertEquals(COUNT + 1, lines.size());
    assertTrue(lines.containsAll(Set.of("+ /other []", "- /n0 []", "- /n4999 []")));
  }

  /** Texts whose hashCode is the same. */
  @Test
  void fingerprintsTellApartWhatHashCodesDoNot() {
    assertEquals("/Aa".hashCode(), "/BB".hashCode());
    assertNotEquals(ComparedNode.fingerprint("/Aa"), ComparedNode.fingerprint("/BB"));
    assertNotEquals(ComparedNode.fingerprint(""), ComparedNode.fingerprint("\0"));
  }

  @Test
  void everyFieldCountsInTheFingerprint() {
    ComparedNode node = new ComparedNode(1, 2, 3, 4, 5, 6, "7", 8, 9, 10);
    List<ComparedNode> others =
        List.of(
            new ComparedNode(0, 2, 3, 4, 5, 6, "7", 8, 9, 10),
            new ComparedNode(1, 0, 3, 4, 5, 6, "7", 8, 9, 10),
            new ComparedNode(1, 2, 0, 4, 5, 6, "7", 8, 9, 10),
            new ComparedNode(1, 2, 3, 0, 5, 6, "7", 8, 9, 10),
            new ComparedNode(1, 2, 3, 4, 0, 6, "7", 8, 9, 10),
            new ComparedNode(1, 2, 3, 4, 5, 0, "7", 8, 9, 10),
            new ComparedNode(1, 2, 3, 4, 5, 6, "0", 8, 9, 10),
            new ComparedNode(1, 2, 3, 4, 5, 6, "7", 0, 9, 10),
            new ComparedNode(1, 2, 3, 4, 5, 6, "7", 8, 0, 10),
            new ComparedNode(1, 2, 3, 4, 5, 6, "7", 8, 9, 0));
    Set<Long> prints = new TreeSet<>();
    prints.add(node.fingerprint(1));
    prints.add(node.fingerprint(2));
    others.forEach(other -> prints.add(other.fingerprint(1)));

    assertEquals(others.size() + 2, prints.size());
    others.forEach(other -> assertEquals(1, node.differing(other).size(), other::toString));
  }
}
