package io.vivarium.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** When jars are opened and closed. */
class OpenModulesTest {
  private final List<String> events = new ArrayList<>();

  @Test
  void jarsAreOpenedOnceAndStayOpenWhenAViewIsClosed() throws IOException {
    OpenModules modules = OpenModules.of(finder(module("a", true), module("b", true)));
    assertEquals(List.of("open a", "open b"), events);
    assertEquals(2, modules.findAll().size());
    assertTrue(modules.find("c").isEmpty());

    ModuleReference a = modules.find("a").orElseThrow();
    ModuleReader first = a.open();
    first.close();

    assertThrows(IOException.class, () -> first.find("x"));
    assertThrows(IOException.class, () -> first.open("x"));
    assertThrows(IOException.class, first::list);
    try (ModuleReader second = a.open();
        Stream<String> names = second.list()) {
      assertEquals(List.of("a/x"), names.toList());
    }
    assertEquals(List.of("open a", "open b"), events);
  }

  @Test
  void allAreClosedTogether() throws IOException {
    OpenModules modules = OpenModules.of(finder(module("a", true), module("b", true)));
    modules.close();
    assertEquals(Set.of("open a", "open b", "close a", "close b"), Set.copyOf(events));
  }

  @Test
  void noneIsOpenWhenOneCannotBeOpened() {
    ModuleFinder finder = finder(module("a", true), module("b", false));
    assertThrows(IOException.class, () -> OpenModules.of(finder));
    assertEquals(List.of("open a", "close a"), events);
  }

  private static ModuleFinder finder(ModuleReference... modules) {
    return new ModuleFinder() {
      @Override
      public Optional<ModuleReference> find(String name) {
        return findAll().stream().filter(m -> m.descriptor().name().equals(name)).findFirst();
      }

      @Override
      public Set<ModuleReference> findAll() {
        return new LinkedHashSet<>(List.of(modules));
      }
    };
  }

  private ModuleReference module(String name, boolean readable) {
    return new ModuleReference(ModuleDescriptor.newModule(name).build(), null) {
      @Override
      public ModuleReader open() throws IOException {
        if (!readable) {
          throw new IOException("gone");
        }
        events.add("open " + name);
        return reader(name);
      }
    };
  }

  private ModuleReader reader(String name) {
    return new ModuleReader() {
      @Override
      public Optional<URI> find(String resource) {
        return Optional.empty();
      }

      @Override
      public Optional<InputStream> open(String resource) {
        return Optional.empty();
      }

      @Override
      public Stream<String> list() {
        return Stream.of(name + "/x");
      }

      @Override
      public void close() {
        events.add("close " + name);
      }
    };
  }
}
