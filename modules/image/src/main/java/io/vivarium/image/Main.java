package io.vivarium.image;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;

/** The program: {@code vivarium image}. */
public final class Main {
  private Main() {}

  /** Makes an image and ends the process with its exit code. */
  public static void main(String[] args) {
    Charset charset = System.out.charset();
    PrintWriter out = new PrintWriter(System.out, true, charset);
    PrintWriter err = new PrintWriter(System.err, true, charset);
    Path home = Path.of(System.getProperty("vivarium.home", "."));
    System.exit(ImageCommand.execute(home, out, err, args));
  }
}
