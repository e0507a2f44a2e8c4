package io.vivarium.metrics.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The JVM's figures have the names, types and labels that ZooKeeper 3.9.5 shows. */
class JvmFiguresTest {
  private static PageReader golden() throws IOException {
    try (InputStream in = JvmFiguresTest.class.getResourceAsStream("leader.txt")) {
      assertNotNull(in);
      return PageReader.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static PageReader ours() {
    Exposition page = new Exposition();
    try (JvmFigures figures = new JvmFigures()) {
      figures.addTo(page);
    }
    return PageReader.read(page.text());
  }

  @Test
  void everyFamilyIsThereWithItsType() throws IOException {
    Map<String, String> types = ours().types();
    golden()
        .types()
        .forEach(
            (name, type) -> {
              boolean jvm =
                  name.startsWith("process_")
                      || (name.startsWith("jvm_") && !name.equals("jvm_pause_time_ms"));
              if (jvm) {
                assertEquals(type, types.get(name), name);
              }
            });
  }

  @Test
  void labelsHaveTheSameNames() throws IOException {
    assertTrue(labels(ours()).containsAll(labels(golden())), labels(ours()).toString());
  }

  private static Set<String> labels(PageReader page) {
    Set<String> labels = new TreeSet<>();
    for (String line : page.lines()) {
      int brace = line.indexOf('{');
      String name = line.substring(0, brace);
      boolean jvm = name.startsWith("jvm_") && !name.startsWith("jvm_pause");
      if (jvm) {
        labels.add(name + " " + line.substring(brace).replaceAll("=[^,}]*", ""));
      }
    }
    return labels;
  }

  @Test
  void figuresArePlausible() {
    PageReader page = ours();
    assertTrue(page.value("jvm_threads_current", null).orElse(0) >= 1);
    assertTrue(page.value("jvm_classes_loaded", null).orElse(0) > 100);
    assertTrue(page.value("process_cpu_seconds_total", null).orElse(0) > 0);
  }

  @Test
  void linuxTellsWhatTheProcessOccupies() {
    ProcessMemory memory = ProcessMemory.parse("Name:\tjava\nVmSize:\t  100 kB\nVmRSS:\t 7 kB\n");
    assertEquals(new ProcessMemory(102_400, 7_168), memory);
    assertNull(ProcessMemory.parse("VmSize: 1 kB\n"));
    assertNull(ProcessMemory.parse("VmSize: x kB\nVmRSS: 1 kB\n"));
    assertNull(ProcessMemory.parse(""));
  }
}
