package io.vivarium.tools.apache;

import io.vivarium.codec.TxnCodec;
import io.vivarium.model.ParsedTxn;
import io.vivarium.storage.filelog.LogFile;
import io.vivarium.storage.filelog.LogFileWriter;
import io.vivarium.tools.output.CommonOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code zkTxnLogToolkit.sh}: dumps, chops and repairs a transaction log. */
final class TxnLogToolkit implements ApacheTools.Tool {
  private static final List<String> USAGE =
      List.of(
          "usage: TxnLogToolkit [-dhrvcy] <txn_log_file_name> (-z <zxid>)",
          " -c,--chop         Write <file>.chopped<zxid>, which ends with the txn given by -z.",
          " -d,--dump         Print all txns with their data (default).",
          " -h,--help         Print this.",
          " -r,--recover      Write <file>.fixed, with the checksums of broken records computed anew.",
          " -v,--verbose      With -r: print all txns, not only broken ones.",
          " -y,--yes          With -r: do not ask before a record is changed.",
          " -z,--zxid <arg>   The last txn to keep, with -c.");

  /** What scripts get from ZooKeeper's for a file that is no log. */
  private static final int NO_LOG = 2;

  private final PrintWriter out;
  private final PrintWriter err;
  private final BufferedReader in;
  private final TxnLine line = new TxnLine();
  private final StringBuilder flags = new StringBuilder();
  private @Nullable String zxid;
  private @Nullable String name;
  private boolean understood = true;

  TxnLogToolkit(PrintWriter out, PrintWriter err, BufferedReader in) {
    this.out = out;
    this.err = err;
    this.in = in;
  }

  @Override
  public int run(String... args) throws IOException {
    parse(args);
    String given = name;
    if (is('h') || !understood || given == null) {
      USAGE.forEach(out::println);
      return is('h') && understood ? 0 : 1;
    }
    Path file = Path.of(given);
    if (!Files.isReadable(file)) {
      err.println("File doesn't exist or not readable: " + file);
      return 1;
    }
    LogFile opened;
    try {
      opened = LogFile.open(file, CommonOptions.maxBuffer());
    } catch (IOException e) {
      err.println(CommonOptions.said(e));
      return NO_LOG;
    }
    try (LogFile log = opened) {
      out.println(
          "ZooKeeper Transactional Log File with dbid "
              + log.databaseId()
              + " txnlog format version "
              + log.version());
      String last = zxid;
      if (is('c') && last != null) {
        return chop(log, Long.decode(last));
      }
      return is('r') ? recover(log) : dump(log);
    }
  }

  private void parse(String... args) {
    List<String> words = new ArrayList<>(List.of(args));
    while (!words.isEmpty()) {
      String word = words.removeFirst();
      if (word.equals("-z") || word.equals("--zxid")) {
        zxid = words.isEmpty() ? null : words.removeFirst();
        understood &= zxid != null && zxid.matches("(0[xX])?\\p{XDigit}{1,16}");
      } else if (word.startsWith("--")) {
        String known = "dump,help,recover,verbose,chop,yes";
        understood &= List.of(known.split(",", -1)).contains(word.substring(2));
        flags.append(word.charAt(2));
      } else if (word.startsWith("-") && word.length() > 1) {
        understood &= word.substring(1).matches("[dhrvcy]+");
        flags.append(word.substring(1));
      } else {
        name = name == null ? word : name;
      }
    }
  }

  private boolean is(char flag) {
    return flags.indexOf(String.valueOf(flag)) >= 0;
  }

  private static ParsedTxn decode(LogFile log) {
    return TxnCodec.decode(log.payload(), CommonOptions.fieldLimit());
  }

  private void print(String text) {
    out.println(text);
  }

  private int dump(LogFile log) throws IOException {
    log.acceptWrongChecksums();
    long count = 0;
    while (log.next()) {
      String text = line.of(decode(log));
      if (!log.checksumMatches()) {
        print("CRC ERROR - " + text);
      }
      print(text);
      count++;
    }
    log.end();
    print("EOF reached after " + count + " txns.");
    return 0;
  }

  private int recover(LogFile log) throws IOException {
    log.acceptWrongChecksums();
    Path target = Path.of(log.path() + ".fixed");
    Files.deleteIfExists(target);
    long count = 0;
    long fixed = 0;
    try (LogFileWriter writer = LogFileWriter.create(target)) {
      while (log.next()) {
        String text = line.of(decode(log));
        if (!log.checksumMatches()) {
          char said = is('y') ? 'y' : ask(text);
          if (said == 'a') {
            print("Recovery aborted.");
            return 0;
          }
          if (said != 'y') {
            continue;
          }
          print("CRC FIXED - " + text);
          fixed++;
        }
        if (is('v')) {
          print(text);
        }
        writer.append(log.payload());
        count++;
      }
      writer.finish();
    }
    print("EOF reached after " + count + " txns.");
    print("Recovery file " + target + " has been written with " + fixed + " fixed CRC error(s)");
    return 0;
  }

  private char ask(String text) throws IOException {
    print("CRC ERROR - " + text);
    out.print("Would you like to fix it (Yes/No/Abort) ? ");
    out.flush();
    String said = in.readLine();
    return said == null || said.isBlank() ? 'a' : said.toLowerCase(Locale.ROOT).charAt(0);
  }

  private int chop(LogFile log, long last) throws IOException {
    Path target = Path.of(log.path() + ".chopped" + last);
    Files.deleteIfExists(target);
    long count = 0;
    try (LogFileWriter writer = LogFileWriter.create(target)) {
      while (log.next() && log.zxid() <= last) {
        writer.append(log.payload());
        count++;
        if (log.zxid() == last) {
          writer.finish();
          print("Chopping at " + Long.toHexString(last) + " new log has " + count + " records");
          return 0;
        }
      }
    }
    Files.delete(target);
    throw new IOException(
        log.path() + " has no txn 0x" + Long.toHexString(last) + "; nothing was written");
  }
}
