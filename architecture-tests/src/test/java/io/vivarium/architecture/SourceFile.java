package io.vivarium.architecture;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * What the rules want to know of one source file, as javac's parser sees it.
 *
 * @param path the file
 * @param lines how many lines it has
 * @param codeLines lines that are neither blank, comment, package nor import
 * @param types its top-level types
 * @param methods its methods and constructors with a body, wherever they are nested
 */
record SourceFile(Path path, int lines, int codeLines, List<Type> types, List<Method> methods) {
  /** A top-level type. */
  record Type(String name, boolean isPublic, boolean documented) {}

  /** A method or constructor; its length counts from the first line of the signature to the closing brace. */
  record Method(String name, int line, int lines) {}

  static List<SourceFile> parse(List<Path> files) {
    if (files.isEmpty()) {
      return List.of();
    }
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = javac.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              javac.getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      List<SourceFile> parsed = new ArrayList<>();
      for (CompilationUnitTree unit : task.parse()) {
        parsed.add(describe(unit, DocTrees.instance(task)));
      }
      return parsed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SourceFile describe(CompilationUnitTree unit, DocTrees trees) {
    Path path = Path.of(unit.getSourceFile().toUri());
    Reader reader = new Reader(unit, trees);
    reader.scan(unit, null);
    String text = SourceTree.read(path);
    return new SourceFile(
        path, (int) text.lines().count(), countCode(text), reader.types, reader.methods);
  }

  /** Good enough for a ratio: comment markers inside string literals are rare. */
  private static int countCode(String text) {
    int count = 0;
    boolean inComment = false;
    for (String raw : text.lines().toList()) {
      String line = raw.strip();
      if (inComment) {
        inComment = !line.endsWith("*/");
      } else if (line.startsWith("/*")) {
        inComment = !line.endsWith("*/");
      } else if (!line.isEmpty()
          && !line.startsWith("//")
          && !line.startsWith("import ")
          && !line.startsWith("package ")) {
        count++;
      }
    }
    return count;
  }

  private static final class Reader extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final CompilationUnitTree unit;
    private final DocTrees trees;
    private final List<Type> types = new ArrayList<>();
    private final List<Method> methods = new ArrayList<>();

    Reader(CompilationUnitTree unit, DocTrees trees) {
      this.unit = unit;
      this.trees = trees;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
      if (getCurrentPath().getParentPath().getLeaf() instanceof CompilationUnitTree) {
        types.add(
            new Type(
                type.getSimpleName().toString(),
                type.getModifiers().getFlags().contains(Modifier.PUBLIC),
                trees.getDocComment(getCurrentPath()) != null));
      }
      return super.visitClass(type, null);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
      BlockTree body = method.getBody();
      if (body != null) {
        long first = lineOf(method, true);
        methods.add(
            new Method(
                method.getName().toString(), (int) first, (int) (lineOf(body, false) - first + 1)));
      }
      return super.visitMethod(method, null);
    }

    private long lineOf(Tree tree, boolean start) {
      SourcePositions positions = trees.getSourcePositions();
      long position =
          start ? positions.getStartPosition(unit, tree) : positions.getEndPosition(unit, tree);
      return unit.getLineMap().getLineNumber(position);
    }
  }
}
