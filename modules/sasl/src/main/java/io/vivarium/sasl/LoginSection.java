package io.vivarium.sasl;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.security.URIParameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * A section of a JAAS file as ZooKeeper's are: one with {@code DigestLoginModule} lists users with passwords or salted credentials, or names the user that this
 * server is to others; one with {@code Krb5LoginModule} says how to log in to Kerberos. It may have both. Immutable.
 */
public final class LoginSection {
  private static final String USER_PREFIX = "user_";
  private static final String SCRAM_PREFIX = "scram_";
  private static final Pattern LINE = Pattern.compile("[Ll]ine (\\d+)");

  private final Path file;
  private final String name;
  private final Map<String, String> digestOptions;
  private final List<AppConfigurationEntry> kerberos;

  private LoginSection(
      Path file,
      String name,
      Map<String, String> digestOptions,
      List<AppConfigurationEntry> kerberos) {
    this.file = file;
    this.name = name;
    this.digestOptions = Map.copyOf(digestOptions);
    this.kerberos = List.copyOf(kerberos);
  }

  /**
   * Reads one section.
   *
   * @return null when the file has no such section
   * @throws LoginFileException when the file cannot be read, or has a login module in the section that is not known
   */
  public static @Nullable LoginSection find(Path file, String name) throws LoginFileException {
    AppConfigurationEntry[] entries = entries(file, name);
    if (entries == null) {
      return null;
    }
    Map<String, String> digest = new LinkedHashMap<>();
    Map<Boolean, List<AppConfigurationEntry>> byKind =
        List.of(entries).stream().collect(Collectors.partitioningBy(LoginSection::isKerberos));
    for (AppConfigurationEntry entry : byKind.getOrDefault(false, List.of())) {
      if (!entry.getLoginModuleName().endsWith(".DigestLoginModule")) {
        throw new LoginFileException(
            "section "
                + name
                + " of "
                + file
                + " names the login module "
                + PrintableText.of(entry.getLoginModuleName())
                + "; known are DigestLoginModule and Krb5LoginModule",
            null);
      }
      entry.getOptions().forEach((key, value) -> digest.put(key, String.valueOf(value)));
    }
    return new LoginSection(file, name, digest, byKind.getOrDefault(true, List.of()));
  }

  private static boolean isKerberos(AppConfigurationEntry entry) {
    return entry.getLoginModuleName().endsWith(".Krb5LoginModule");
  }

  private static AppConfigurationEntry @Nullable [] entries(Path file, String name)
      throws LoginFileException {
    if (!Files.isReadable(file)) {
      throw new LoginFileException("the JAAS file " + file + " is not there or not readable", null);
    }
    try {
      return Configuration.getInstance("JavaLoginConfig", new URIParameter(file.toUri()))
          .getAppConfigurationEntry(name);
    } catch (NoSuchAlgorithmException | RuntimeException e) {
      // Not the message itself: it shows what stands at the place, which may be a password.
      throw new LoginFileException(
          "the JAAS file " + file + " has a wrong form" + place(e) + "; compare README of sasl",
          null);
    }
  }

  private static String place(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Matcher line = LINE.matcher(String.valueOf(cause.getMessage()));
      if (line.find()) {
        return " at line " + line.group(1);
      }
    }
    return "";
  }

  /** Passwords by user: what {@code user_<name>="<password>"} lists. */
  public Map<String, String> users() {
    return listed(USER_PREFIX);
  }

  /**
   * Salted credentials by user: what {@code scram_<name>="SCRAM-SHA-256$..."} lists.
   *
   * @throws LoginFileException when some have another form
   */
  public Map<String, ScramCredentials> scramUsers() throws LoginFileException {
    Map<String, ScramCredentials> users = new TreeMap<>();
    for (Map.Entry<String, String> entry : listed(SCRAM_PREFIX).entrySet()) {
      try {
        users.put(entry.getKey(), ScramCredentials.parse(entry.getValue()));
      } catch (IllegalArgumentException e) {
        throw new LoginFileException(
            this
                + ": "
                + SCRAM_PREFIX
                + PrintableText.of(entry.getKey())
                + " "
                + e.getMessage()
                + "; compare README of auth-sasl",
            null);
      }
    }
    return users;
  }

  private Map<String, String> listed(String prefix) {
    Map<String, String> users = new TreeMap<>();
    digestOptions.forEach(
        (key, value) -> {
          if (key.startsWith(prefix) && key.length() > prefix.length()) {
            users.put(key.substring(prefix.length()), value);
          }
        });
    return users;
  }

  /** Who this server is to others; null when the section does not say. */
  public @Nullable String username() {
    return digestOptions.get("username");
  }

  /** The password that goes with it; null when the section has none. */
  public @Nullable String password() {
    return digestOptions.get("password");
  }

  /** Whether it says how to log in to Kerberos. */
  public boolean usesKerberos() {
    return !kerberos.isEmpty();
  }

  /** The section as JAAS itself has it, for a login to Kerberos. */
  Configuration kerberosConfiguration() {
    AppConfigurationEntry[] entries = kerberos.toArray(AppConfigurationEntry[]::new);
    return new Configuration() {
      @Override
      public AppConfigurationEntry[] getAppConfigurationEntry(String ignored) {
        return entries.clone();
      }
    };
  }

  String name() {
    return name;
  }

  /** Without anything that stands in it. */
  @Override
  public String toString() {
    return "section " + name + " of " + file;
  }
}
