package io.vivarium.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.bench.FakeServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Figures, what they are called, and where some of them come from. */
class QuantityTest {
  @Test
  void whatIsNoNumberWasNotMeasured() {
    Figures figures = Figures.none().with(Quantity.CPU, Double.NaN).with(Quantity.P50, 3);
    assertEquals(Map.of(Quantity.P50, 3.0), figures.values());
    assertTrue(Double.isNaN(figures.value(Quantity.CPU)));
  }

  @Test
  void laterOnesReplaceEarlierOnes() {
    Figures figures =
        Figures.none()
            .with(Quantity.CPU, 1)
            .with(Figures.none().with(Quantity.CPU, 2).with(Quantity.MAX, 5));
    assertEquals(2, figures.value(Quantity.CPU));
    assertEquals(5, figures.value(Quantity.MAX));
  }

  @ParameterizedTest
  @EnumSource(Quantity.class)
  void everyQuantityHasANameOfItsOwn(Quantity quantity) {
    assertEquals(
        1,
        List.of(Quantity.values()).stream().filter(q -> q.word().equals(quantity.word())).count());
    assertEquals("-", quantity.text(Double.NaN));
    assertTrue(quantity.text(1234.5).endsWith(quantity.unit()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "THROUGHPUT; 12,346/s",
        "P50; 12,345.678 ms",
        "SWITCHES; 12,345.68",
        "INSIDE_TO_OUTSIDE; 12,345.68x",
        "RESIDENT; 12,346 MB"
      })
  void valuesAreShownWithTheirUnit(Quantity quantity, String text) {
    assertEquals(text, quantity.text(12_345.678));
  }

  @Test
  void useIsDividedAmongTheOperations() {
    ProcessUse before = new ProcessUse(1, 100, 5);
    Figures figures = new ProcessUse(3, 300, 4 << 20).since(before).over(1000);
    assertEquals(2000, figures.value(Quantity.CPU), 1e-9);
    assertEquals(0.2, figures.value(Quantity.SWITCHES), 1e-9);
    assertEquals(4, figures.value(Quantity.RESIDENT), 1e-9);
  }

  @Test
  void threadsThatHaveEndedTakeNoSwitchesBack() {
    ProcessUse before = new ProcessUse(1, 100, 5);
    assertEquals(0, new ProcessUse(1, 90, 5).since(before).switches());
  }

  @Test
  void aProcessHasSwitchedAndIsResident() throws Exception {
    ProcessUse use = ProcessUse.of(List.of(ProcessHandle.current().pid()));
    assertTrue(use.switches() > 0);
    assertTrue(use.residentBytes() > 1 << 20);
    assertTrue(Double.isNaN(ProcessUse.of(List.of()).switches()));
  }

  @Test
  void theLiveHeapIsTheTotalOfAHistogram() throws Exception {
    String histogram =
        """
         num     #instances         #bytes  class name (module)
           1:         20911        1854488  [B (java.base@25)
        Total        100911        6854488
        """;
    assertEquals(6_854_488, LiveHeap.total(histogram));
    assertTrue(Double.isNaN(LiveHeap.total("4711: no such process")));
    assertTrue(Double.isNaN(LiveHeap.bytes(List.of())));
    assertTrue(Double.isNaN(LiveHeap.bytes(List.of(ProcessHandle.current().pid()))));
  }

  @Test
  void anotherJvmTellsItsLiveHeap(@TempDir Path directory) throws Exception {
    Path config = directory.resolve("zoo.cfg");
    Files.writeString(config, "clientPort=0\ndataDir=" + directory);
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                Path.of("target", "test-classes").toAbsolutePath().toString(),
                FakeServer.class.getName(),
                config.toString())
            .start();
    try {
      // It has started when it says so.
      assertTrue(other.getInputStream().read() >= 0);
      assertTrue(LiveHeap.bytes(List.of(other.pid())) > 10_000);
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  @Test
  void numbersAreWrittenIntoPathsInPlace() {
    NumberedPath path = new NumberedPath("/a/n");
    assertEquals("/a/n000000000000", text(path.with(4, 0)));
    assertEquals("/a/n000000012345", text(path.with(4, 12_345)));
    assertEquals("/a/n000000000007", text(path.with(4, 7)));
    NumberedPath longer = new NumberedPath("/p", "/n", 40);
    longer.with(2, 3);
    assertEquals("/p000000000003/n000000000004xxxxxxxxxxxx", text(longer.with(16, 4)));
  }

  private static String text(byte[] path) {
    return new String(path, StandardCharsets.US_ASCII);
  }

  @Test
  void aPopulationHasRanges() {
    assertThrows(IllegalArgumentException.class, () -> new Population(0, 1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Population(1, 0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Population(1, 1, -1, 0));
    assertEquals(3, new Population(50, 20, 0, 0).parents());
    assertEquals(1, new Population(20, 20, 0, 0).parents());
  }
}
