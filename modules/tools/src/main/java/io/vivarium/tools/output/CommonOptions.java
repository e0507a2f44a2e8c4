package io.vivarium.tools.output;

import io.vivarium.config.ConfigLoader;
import io.vivarium.config.ConfigSource;
import io.vivarium.config.ServerConfig;
import io.vivarium.model.MalformedFrameException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** Options that every command has, the forms of what they take, and how failures are told. */
public final class CommonOptions {
  /** Largest request that is believed unless {@code -Djute.maxbuffer} says more: the default of servers. */
  private static final int MAX_BUFFER = 1_048_575;

  /** What ZooKeeper's own tools read, too. */
  private static final String MAX_BUFFER_PROPERTY = "jute.maxbuffer";

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text for people (default) or json: one object a line.")
  private Format format;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean help;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  public CommonOptions() {}

  /** Whether to print JSON. */
  public boolean json() {
    return format == Format.JSON;
  }

  /** {@code jute.maxbuffer} as this process was told it. */
  public static int maxBuffer() {
    return Integer.getInteger(MAX_BUFFER_PROPERTY, MAX_BUFFER);
  }

  /** The longest string or data that a file may hold. */
  public static int fieldLimit() {
    return Math.max(64 << 20, maxBuffer());
  }

  /** Tells a failure in one line. Exit code 1: the command did not do what it was asked. */
  public static int report(Exception failure, CommandLine command, ParseResult parsed)
      throws Exception {
    if (!(failure instanceof IOException || failure instanceof MalformedFrameException)) {
      throw failure;
    }
    tell(failure, command);
    return 1;
  }

  /** Says in one line on standard error what went wrong. */
  public static void tell(Exception failure, CommandLine command) {
    PrintWriter err = command.getErr();
    command.getOut().flush();
    err.println(command.getCommandSpec().qualifiedName() + ": " + said(failure));
  }

  /**
   * The configuration of a server.
   *
   * @throws IOException when it cannot be read or has errors
   */
  public static ServerConfig configuration(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException("cannot read the configuration " + file);
    }
    ServerConfig read = ConfigLoader.loadForTool(ConfigSource.ofMachine(file)).config();
    if (read == null) {
      throw new IOException(file + " has errors: 'vivarium config check " + file + "' lists them");
    }
    return read;
  }

  /** What a failure says, for people. */
  public static String said(Exception failure) {
    String message = String.valueOf(failure.getMessage());
    return failure instanceof FileSystemException
        ? failure.getClass().getSimpleName().replace("Exception", "") + ": " + message
        : message;
  }

  /** Reads zxids and session ids: {@code 0x1a} or decimal. */
  public static final class Hex implements CommandLine.ITypeConverter<Long> {
    /** For picocli. */
    public Hex() {}

    @Override
    public Long convert(String text) {
      try {
        return text.startsWith("0x") || text.startsWith("0X")
            ? Long.parseUnsignedLong(text.substring(2), 16)
            : Long.parseLong(text);
      } catch (NumberFormatException e) {
        throw new TypeConversionException(
            "'" + text + "' is neither hexadecimal with 0x nor decimal");
      }
    }
  }

  /** Reads times: {@code 2026-11-29T05:00:00Z}, the same without Z in the zone of this machine, or ms since 1970. */
  public static final class Moment implements CommandLine.ITypeConverter<Instant> {
    /** For picocli. */
    public Moment() {}

    @Override
    public Instant convert(String text) {
      try {
        if (text.matches("\\d{9,}")) {
          return Instant.ofEpochMilli(Long.parseLong(text));
        }
        return text.endsWith("Z")
            ? Instant.parse(text)
            : LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toInstant();
      } catch (DateTimeException | NumberFormatException e) {
        throw new TypeConversionException(
            "'"
                + text
                + "' is no time: write 2026-11-29T05:00:00Z, 2026-11-29T05:00:00 for this machine's zone, or ms since 1970");
      }
    }
  }
}
