package io.vivarium.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The SPI is programmed against from its documentation alone: everything that an author sees has a text, and every checked exception is said
 * when it is thrown. What a parameter or a result is, the sentence says where it says anything; a tag that repeats it is not asked for.
 */
final class SpiDocumentationTest {
  @TempDir private Path classes;

  @Test
  void everythingHasATextAndEveryCheckedExceptionAReason() throws Exception {
    List<String> all = problems();
    assertTrue(
        all.stream().anyMatch(problem -> problem.contains("no @return")),
        "the compiler does not look for what is missing");
    assertEquals(
        List.of(),
        all.stream()
            .filter(problem -> problem.contains("no comment") || problem.contains("no @throws"))
            .toList());
  }

  private List<String> problems() throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(found, Locale.ROOT, null)) {
      List<Path> sources =
          SourceTree.mainSources(Module.SPI).stream()
              .filter(file -> !file.endsWith("module-info.java"))
              .toList();
      List<String> options =
          List.of(
              "-proc:none",
              "-Xdoclint:missing/protected",
              "-Xmaxwarns",
              "10000",
              "-classpath",
              System.getProperty("java.class.path"),
              "-d",
              classes.toString());
      boolean compiled =
          compiler
              .getTask(
                  null, files, found, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertTrue(compiled, () -> found.getDiagnostics().toString());
    }
    return found.getDiagnostics().stream().map(SpiDocumentationTest::shown).toList();
  }

  private static String shown(Diagnostic<? extends JavaFileObject> problem) {
    String where = problem.getSource() == null ? "" : problem.getSource().getName();
    return where + ":" + problem.getLineNumber() + ": " + problem.getMessage(Locale.ROOT);
  }
}
