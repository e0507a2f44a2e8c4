package io.vivarium.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.classfile.attribute.ModulePackagesAttribute;
import java.lang.constant.ModuleDesc;
import java.lang.constant.PackageDesc;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.reflect.AccessFlag;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Java's own finder says of jars, and when a signature is looked at. */
class PluginModulesTest {
  @TempDir private Path directory;

  @Test
  void aModuleIsThatOfItsDescriptorOrOfItsName() throws IOException {
    write("described.jar", Map.of("module-info.class", descriptor("some.module")));
    write("with-a-name-1.2.jar", Map.of("org/other/Thing.class", bytes("no class")));
    write("no.zip", Map.of("module-info.class", descriptor("another.module")));

    assertEquals(Set.of("some.module", "with.a.name"), names(PluginModules.in(directory)));
    assertTrue(PluginModules.in(directory).find("another.module").isEmpty());
  }

  @Test
  void packagesAreLookedForWhereTheDescriptorDoesNotListThem() throws IOException {
    byte[] silent = ClassFile.of().buildModule(module("silent"));
    write(
        "silent.jar",
        Map.of("module-info.class", silent, "a/b/C.class", bytes("c"), "a/x.txt", bytes("x")));
    write("listing.jar", Map.of("module-info.class", descriptor("listing", "p.q")));

    ModuleFinder found = PluginModules.in(directory);

    assertEquals(Set.of("a.b"), found.find("silent").orElseThrow().descriptor().packages());
    assertEquals(Set.of("p.q"), found.find("listing").orElseThrow().descriptor().packages());
  }

  @Test
  void packagesOfClassesAreThoseThatJavaFinds() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("module-info.class", ClassFile.of().buildModule(module("silent")));
    for (String name :
        List.of(
            "a/b/C.class",
            "a/b/D.class",
            "a/E.class",
            "a/b/F.class",
            "with-hyphen/G.class",
            "META-INF/versions/11/a/b/C.class",
            "META-INF/versions/11/since/eleven/H.class",
            "META-INF/versions/99/later/I.class",
            "META-INF/versions/x/odd/J.class")) {
      entries.put(name, bytes(name));
    }
    Path jar = write("silent.jar", entries);

    assertEquals(
        ModuleFinder.of(jar).find("silent").orElseThrow().descriptor().packages(),
        PluginModules.in(directory).find("silent").orElseThrow().descriptor().packages());
  }

  @Test
  void theContentIsReadAsJavaReadsIt() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("module-info.class", descriptor("m"));
    entries.put("a/with blank & ü.txt", bytes("text"));
    entries.put("a/Version.txt", bytes("old"));
    entries.put("META-INF/versions/11/a/Version.txt", bytes("new"));
    Path jar = write("m.jar", entries);

    try (ModuleReader ours = PluginModules.in(directory).find("m").orElseThrow().open();
        ModuleReader javas = ModuleFinder.of(jar).find("m").orElseThrow().open()) {
      for (String name : List.of("a/with blank & ü.txt", "a/Version.txt", "nowhere", "a")) {
        assertEquals(javas.find(name), ours.find(name), name);
        assertEquals(text(javas, name), text(ours, name), name);
      }
      assertEquals(list(javas), list(ours));
    }
  }

  @Test
  void aClosedReaderSaysSo() throws IOException {
    write("m.jar", Map.of("module-info.class", descriptor("m")));
    ModuleReader reader = PluginModules.in(directory).find("m").orElseThrow().open();

    reader.close();

    assertThrows(IOException.class, () -> reader.find("module-info.class"));
    assertThrows(IOException.class, () -> reader.open("module-info.class"));
    assertThrows(IOException.class, reader::list);
  }

  @Test
  void whatWasChangedAfterItWasSignedIsFoundButNotRead() throws Exception {
    Path jar =
        write("m.jar", Map.of("module-info.class", descriptor("m"), "a/B.class", bytes("before")));
    sign(jar);
    Map<String, byte[]> changed = new LinkedHashMap<>();
    try (JarFile signed = new JarFile(jar.toFile())) {
      for (JarEntry entry : signed.stream().toList()) {
        try (InputStream in = signed.getInputStream(entry)) {
          changed.put(entry.getName(), in.readAllBytes());
        }
      }
    }
    assertArrayEquals(bytes("before"), changed.put("a/B.class", bytes("after!")));
    rewrite(jar, changed);

    try (ModuleReader reader = PluginModules.in(directory).find("m").orElseThrow().open()) {
      try (InputStream in = reader.open("a/B.class").orElseThrow()) {
        assertThrows(SecurityException.class, in::readAllBytes);
      }
    }
  }

  private void sign(Path jar) throws Exception {
    Path keys = directory.resolve("keys");
    List<String> store = List.of("-keystore", keys.toString(), "-storepass", "changeit");
    run("keytool", store, "-genkeypair", "-alias", "k", "-keyalg", "EC", "-dname", "CN=k");
    run("jarsigner", store, jar.toString(), "k");
  }

  private static void run(String tool, List<String> store, String... more) throws Exception {
    Process process =
        new ProcessBuilder(
                Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", tool).toString()),
                        store.stream(),
                        Stream.of(more))
                    .flatMap(words -> words)
                    .toList())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
  }

  private static Set<String> names(ModuleFinder finder) {
    return finder.findAll().stream()
        .map(each -> each.descriptor().name())
        .collect(Collectors.toSet());
  }

  private static String text(ModuleReader reader, String name) throws IOException {
    Optional<InputStream> content = reader.open(name);
    if (content.isEmpty()) {
      return "none";
    }
    try (InputStream in = content.get()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Set<String> list(ModuleReader reader) throws IOException {
    try (Stream<String> names = reader.list()) {
      return names.collect(Collectors.toSet());
    }
  }

  private Path write(String name, Map<String, byte[]> entries) throws IOException {
    Path file = directory.resolve(name);
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    manifest.getMainAttributes().putValue("Multi-Release", "true");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      put(out, entries);
    }
    return file;
  }

  private static void rewrite(Path file, Map<String, byte[]> entries) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file))) {
      put(out, entries);
    }
  }

  private static void put(JarOutputStream out, Map<String, byte[]> entries) throws IOException {
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      out.putNextEntry(new JarEntry(entry.getKey()));
      out.write(entry.getValue());
      out.closeEntry();
    }
  }

  private static byte[] descriptor(String name, String... packages) {
    ModulePackagesAttribute listed =
        ModulePackagesAttribute.ofNames(
            Stream.of(packages).map(PackageDesc::of).toArray(PackageDesc[]::new));
    return ClassFile.of().buildModule(module(name), built -> built.with(listed));
  }

  private static ModuleAttribute module(String name) {
    return ModuleAttribute.of(
        ModuleDesc.of(name),
        built -> built.requires(ModuleDesc.of("java.base"), Set.of(AccessFlag.MANDATED), null));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
