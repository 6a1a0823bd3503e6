import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/**
 * Source-launcher formatter run on the toolchain JDK: java -cp gjf-all-deps.jar .ci/Fmt.java
 * check|apply DIR...
 */
final class Fmt {
  public static void main(String[] args) throws Exception {
    boolean apply = args[0].equals("apply");
    var formatter = new Formatter(JavaFormatterOptions.defaultOptions());
    var bad = new ArrayList<Path>();
    int n = 0;
    for (int i = 1; i < args.length; i++) {
      Path root = Path.of(args[i]);
      if (!Files.isDirectory(root)) continue;
      try (var s = Files.walk(root)) {
        for (Path p :
            (Iterable<Path>) s.filter(f -> f.toString().endsWith(".java")).sorted()::iterator) {
          n++;
          String in = Files.readString(p);
          String out =
              formatter.formatSource(
                  RemoveUnusedImports.removeUnusedImports(
                      ImportOrderer.reorderImports(in, JavaFormatterOptions.Style.GOOGLE)));
          if (!out.equals(in)) {
            bad.add(p);
            if (apply) Files.writeString(p, out);
          }
        }
      }
    }
    bad.forEach(p -> System.err.println((apply ? "formatted " : "NOT FORMATTED ") + p));
    System.out.println("fmt: " + n + " files, " + bad.size() + (apply ? " changed" : " to change"));
    if (!apply && !bad.isEmpty()) System.exit(1);
  }
}
