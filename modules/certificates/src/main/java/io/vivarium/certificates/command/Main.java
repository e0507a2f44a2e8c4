package io.vivarium.certificates.command;

import java.io.PrintWriter;
import java.nio.charset.Charset;

/** The program: {@code vivarium tls}. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    Charset charset = System.out.charset();
    PrintWriter out = new PrintWriter(System.out, true, charset);
    PrintWriter err = new PrintWriter(System.err, true, charset);
    System.exit(TlsCommand.execute(out, err, args));
  }
}
