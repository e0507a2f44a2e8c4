package io.vivarium.acceptance.seams;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * Makes homes of the same server beside an unpacked package, to be compared: its plugins in layers of their own, all on one class
 * path, and welded together. All have the plugins that a standalone server needs, and no others.
 */
final class WeldedHome {
  private static final List<String> PLUGINS =
      List.of("transport-tcp", "storage-filelog", "consensus-standalone", "auth-builtin");

  private final Path original;
  private final Path place;
  private final NavigableMap<String, byte[]> classes = new TreeMap<>();
  private final NavigableMap<String, byte[]> resources = new TreeMap<>();
  private final List<Path> libraries = new ArrayList<>();

  /**
   * Reads the package.
   *
   * @param original the unpacked package
   * @param place where homes are made
   */
  WeldedHome(Path original, Path place) throws IOException {
    this.original = original;
    this.place = Files.createDirectories(place);
    List<Path> directories = new ArrayList<>(List.of(original.resolve("lib")));
    PLUGINS.forEach(plugin -> directories.add(original.resolve("plugins").resolve(plugin)));
    Map<String, Set<String>> services = new LinkedHashMap<>();
    for (Path directory : directories) {
      for (Path jar : jarsIn(directory)) {
        if (jar.getFileName().toString().startsWith("vivarium-")) {
          read(jar, services);
        } else {
          libraries.add(jar);
        }
      }
    }
    services.forEach(
        (service, providers) ->
            resources.put(
                "META-INF/services/" + service, String.join("\n", providers).getBytes(UTF_8)));
  }

  private static List<Path> jarsIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private void read(Path jar, Map<String, Set<String>> services) throws IOException {
    for (ModuleReference module : ModuleFinder.of(jar).findAll()) {
      for (ModuleDescriptor.Provides provides : module.descriptor().provides()) {
        services
            .computeIfAbsent(provides.service(), first -> new TreeSet<>())
            .addAll(provides.providers());
      }
    }
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : file.stream().filter(each -> !each.isDirectory()).toList()) {
        String name = entry.getName();
        try (InputStream in = file.getInputStream(entry)) {
          byte[] bytes = in.readAllBytes();
          if (!name.endsWith(".class")) {
            resources.putIfAbsent(name, bytes);
          } else if (!name.endsWith("module-info.class")) {
            classes.put(name.substring(0, name.length() - ".class".length()), bytes);
          }
        }
      }
    }
    resources.remove("META-INF/MANIFEST.MF");
  }

  /** Every class of ours by its internal name. */
  NavigableMap<String, byte[]> classes() {
    return classes;
  }

  /** As a user has it, with fewer plugins. */
  Path layers() throws IOException {
    Path home = home("layers", UnaryOperator.identity());
    Files.createSymbolicLink(home.resolve("lib"), original.resolve("lib"));
    Path plugins = Files.createDirectory(home.resolve("plugins"));
    for (String plugin : PLUGINS) {
      Files.createSymbolicLink(
          plugins.resolve(plugin), original.resolve("plugins").resolve(plugin));
    }
    return home;
  }

  /** The same classes on one class path. */
  Path classPath() throws IOException {
    return flat("class-path", UnaryOperator.identity());
  }

  /** Without an SPI. */
  Path welded(Weld weld) throws IOException {
    return flat("welded", weld::rewritten);
  }

  private Path flat(String name, UnaryOperator<byte[]> rewriting) throws IOException {
    Path home =
        home(
            name,
            script ->
                script
                    .replace("--module-path \"$modules\"", "--class-path \"$home/lib/*\"")
                    .replace("--module \"$main\"", "io.vivarium.server.Main"));
    Files.createDirectory(home.resolve("plugins"));
    Path lib = Files.createDirectory(home.resolve("lib"));
    for (Path library : libraries) {
      Files.createSymbolicLink(lib.resolve(library.getFileName().toString()), library);
    }
    try (OutputStream file = Files.newOutputStream(lib.resolve("server.jar"));
        JarOutputStream jar = new JarOutputStream(file)) {
      for (Map.Entry<String, byte[]> type : classes.entrySet()) {
        put(jar, type.getKey() + ".class", rewriting.apply(type.getValue()));
      }
      for (Map.Entry<String, byte[]> resource : resources.entrySet()) {
        put(jar, resource.getKey(), resource.getValue());
      }
    }
    return home;
  }

  private static void put(JarOutputStream jar, String name, byte[] bytes) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    jar.write(bytes);
    jar.closeEntry();
  }

  private Path home(String name, UnaryOperator<String> scriptChange) throws IOException {
    Path home = Files.createDirectory(place.resolve(name));
    Path bin = Files.createDirectory(home.resolve("bin"));
    Path launcher = bin.resolve("vivarium");
    Files.copy(original.resolve("bin/vivarium"), launcher);
    Files.writeString(launcher, scriptChange.apply(Files.readString(launcher)));
    for (String part : List.of("conf", "runtime")) {
      Files.createSymbolicLink(home.resolve(part), original.resolve(part));
    }
    return home;
  }
}
