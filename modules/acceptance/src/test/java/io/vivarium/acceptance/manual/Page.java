package io.vivarium.acceptance.manual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the manual: what it tells its readers to type, in order. A block of {@code sh} is typed; a block of {@code
 * text} behind it shows lines that it prints, in this order among others, with {@code …} for what may differ. A page that continues
 * where another ends begins with all that is typed there.
 */
public record Page(List<Step> steps) {
  private static final Pattern BLOCK =
      Pattern.compile("^```(sh|text)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  /** How a page says that what another page has made is there. */
  private static final Pattern CONTINUES =
      Pattern.compile("Continues where \\[[^]]*]\\(([^)/]+)\\) ends");

  private static final Pattern ROOTS = Pattern.compile("^(useradd|chroot) ", Pattern.MULTILINE);

  /** Copies the list. */
  public Page {
    steps = List.copyOf(steps);
  }

  /**
   * What is typed at once.
   *
   * @param shown lines that the commands are said to print
   */
  public record Step(String commands, List<String> shown) {
    /** Copies the list. */
    public Step {
      shown = List.copyOf(shown);
    }

    /** The first line said to be printed that was not, or an empty text. */
    public String missingIn(String printed) {
      List<String> lines = printed.lines().map(String::strip).toList();
      int from = 0;
      for (String line : shown) {
        Pattern pattern = Pattern.compile(pattern(line.strip()));
        while (from < lines.size() && !pattern.matcher(lines.get(from)).matches()) {
          from++;
        }
        if (from == lines.size()) {
          return line;
        }
        from++;
      }
      return "";
    }

    private static String pattern(String line) {
      List<String> parts = new ArrayList<>();
      for (String part : line.split("…", -1)) {
        parts.add(Pattern.quote(part));
      }
      return String.join(".*", parts);
    }
  }

  /** Reads one, with the page before it where it continues another. */
  public static Page read(Path file) throws IOException {
    String text = Files.readString(file);
    List<Step> steps = new ArrayList<>();
    Matcher before = CONTINUES.matcher(text);
    if (before.find()) {
      steps.addAll(read(file.resolveSibling(before.group(1))).steps());
    }
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      List<String> lines = block.group(2).lines().toList();
      if (block.group(1).equals("sh")) {
        steps.add(new Step(block.group(2), List.of()));
      } else if (!steps.isEmpty()) {
        Step last = steps.removeLast();
        steps.add(new Step(last.commands(), lines));
      }
    }
    return new Page(steps);
  }

  /** Whether it does what only root can: it makes users, or starts something with another root directory. */
  boolean asRoot() {
    return steps.stream().anyMatch(step -> ROOTS.matcher(step.commands()).find());
  }

  /** One script of all steps, with a line that ends what each of them printed. */
  String script() {
    StringBuilder script = new StringBuilder("set -euo pipefail\n");
    script.append("trap 'echo \"failed: $BASH_COMMAND\"' ERR\n");
    for (Step step : steps) {
      script.append(step.commands()).append("\necho '").append(END).append("'\n");
    }
    return script.toString();
  }

  /** Ends what a step printed. */
  static final String END = "---- end of this step ----";
}
