package im.coven.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// A Java file of the project: its lines and methods.
record SourceFile(Path path, List<String> lines, List<Method> methods) {

  /// A method or constructor; `lines` counts its first to its last line.
  record Method(String name, Kind kind, int parameters, long lines) {}

  /// How far a method is called from.
  enum Kind {
    CONSTRUCTOR,
    PRIVATE,
    /// Declared elsewhere, where it is counted if it is ours.
    OVERRIDING,
    CALLED_FROM_ELSEWHERE
  }

  /// All files below a folder.
  static List<SourceFile> below(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(folder)) {
      paths = walk.filter(path -> path.toString().endsWith(".java")).sorted().toList();
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<SourceFile> files = new ArrayList<>();
    try (var manager = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(paths));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        Path path = Path.of(unit.getSourceFile().toUri());
        files.add(new SourceFile(path, Files.readAllLines(path), methods(unit, positions)));
      }
    }
    return files;
  }

  private static List<Method> methods(CompilationUnitTree unit, SourcePositions positions) {
    List<Method> methods = new ArrayList<>();
    new TreeScanner<@Nullable Void, String>() {
      @Override
      public @Nullable Void visitClass(ClassTree type, String outer) {
        return super.visitClass(type, type.getSimpleName().toString());
      }

      @Override
      public @Nullable Void visitMethod(MethodTree method, String type) {
        long first = line(positions.getStartPosition(unit, method));
        long last = line(positions.getEndPosition(unit, method));
        methods.add(
            new Method(
                type + "." + method.getName(),
                kind(method),
                method.getParameters().size(),
                last - first + 1));
        return super.visitMethod(method, type);
      }

      private Kind kind(MethodTree method) {
        if (method.getReturnType() == null) {
          return Kind.CONSTRUCTOR;
        }
        if (method.getModifiers().getAnnotations().stream()
            .anyMatch(each -> each.getAnnotationType().toString().equals("Override"))) {
          return Kind.OVERRIDING;
        }
        return method.getModifiers().getFlags().contains(Modifier.PRIVATE)
            ? Kind.PRIVATE
            : Kind.CALLED_FROM_ELSEWHERE;
      }

      private long line(long position) {
        return unit.getLineMap().getLineNumber(position);
      }
    }.scan(unit, "");
    return methods;
  }

  /// The file as its messages name it.
  String name() {
    return Path.of("").toAbsolutePath().relativize(path.toAbsolutePath()).toString();
  }
}
