package io.transferstudy.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java that the how-to pages tell people to write compiles, where they tell them to put it. */
class HowToTest {
  private static final Path MODULE = Path.of("").toAbsolutePath();
  private static final Path PAGES = MODULE.resolveSibling("docs/how-to");
  private static final Path TESTS = MODULE.resolve("src/test/java/io/transferstudy/worker");
  private static final Pattern JAVA =
      Pattern.compile("^( *)```java\n(.*?)^ *```$", Pattern.MULTILINE | Pattern.DOTALL);

  @TempDir Path classes;

  @Test
  void a_data_set_is_added_as_the_page_says() throws IOException {
    String page = Files.readString(PAGES.resolve("add-a-dataset.md"));
    List<String> java = blocks(page);
    assertThat(java).hasSize(3);
    String generated =
        Files.readString(TESTS.resolve("dataset/GeneratedDatasets.java"))
            .replace("    return all;\n", java.get(1) + "    return all;\n")
            .replaceFirst("}\\s*$", "")
            .concat(java.get(2) + "}\n");
    assertThat(generated).contains(java.get(1), java.get(2));
    assertThat(complaints(page, java.getFirst(), generated)).isEmpty();
  }

  @Test
  void a_model_is_added_as_the_page_says() throws IOException {
    String page = Files.readString(PAGES.resolve("add-a-model.md"));
    List<String> java = blocks(page);
    assertThat(java).hasSize(2);
    String facts =
        Files.readString(TESTS.resolve("model/PublishedFacts.java"))
            .replace("Map.ofEntries(\n", "Map.ofEntries(\n" + java.get(1));
    assertThat(facts).contains(java.get(1));
    assertThat(complaints(page, java.getFirst(), facts)).isEmpty();
  }

  private static List<String> blocks(String page) {
    return JAVA.matcher(page).results().map((MatchResult block) -> block.group(2)).toList();
  }

  /** What the compiler refuses, with the page's line where it has it. */
  private List<String> complaints(String page, String... sources) {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var found = new DiagnosticCollector<JavaFileObject>();
    var options = List.of("-proc:none", "-d", classes.toString());
    var files = Stream.of(sources).map(Source::new).toList();
    compiler.getTask(null, null, found, options, null, files).call();
    return found.getDiagnostics().stream()
        .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
        .map(each -> complaint(page, each))
        .toList();
  }

  private static String complaint(String page, Diagnostic<? extends JavaFileObject> found) {
    String message = found.getMessage(Locale.ROOT);
    if (!(found.getSource() instanceof Source source)) {
      return message;
    }
    String line = source.text.lines().skip(found.getLineNumber() - 1).findFirst().orElse("");
    int onPage = page.lines().map(String::strip).toList().indexOf(line.strip());
    return "line %d of the page: %s: %s".formatted(onPage + 1, line.strip(), message);
  }

  /** A file of whatever name, which the page gives beside the block. */
  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("page:///" + Integer.toHexString(text.hashCode()) + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public boolean isNameCompatible(String simpleName, Kind kind) {
      return kind == Kind.SOURCE;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
