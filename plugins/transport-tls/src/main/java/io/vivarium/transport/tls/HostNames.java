package io.vivarium.transport.tls;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/** The hosts that a certificate is for: its alternative names, or its common name where it has none of them. */
final class HostNames {
  private static final int DNS = 2;
  private static final int ADDRESS = 7;

  private final List<String> names;

  private HostNames(List<String> names) {
    this.names = names;
  }

  static HostNames of(X509Certificate certificate) throws CertificateParsingException {
    List<String> names = new ArrayList<>();
    Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
    if (alternatives != null) {
      for (List<?> alternative : alternatives) {
        int kind = (Integer) alternative.get(0);
        if ((kind == DNS || kind == ADDRESS) && alternative.get(1) instanceof String name) {
          names.add(name);
        }
      }
    }
    String common = names.isEmpty() ? commonName(certificate) : null;
    if (common != null) {
      names.add(common);
    }
    return new HostNames(names);
  }

  private static @Nullable String commonName(X509Certificate certificate) {
    try {
      List<Rdn> parts = new LdapName(certificate.getSubjectX500Principal().getName()).getRdns();
      // The most specific part is the last.
      for (Rdn part : parts.reversed()) {
        if (part.getType().equalsIgnoreCase("CN")) {
          return part.getValue().toString();
        }
      }
      return null;
    } catch (InvalidNameException e) {
      return null;
    }
  }

  /** Whether a host, given by name or by address, is one of these. A name may begin with {@code *.}, which stands for one part. */
  boolean include(String host) {
    boolean address = isAddress(host);
    return names.stream().anyMatch(name -> address ? sameAddress(name, host) : matches(name, host));
  }

  private static boolean isAddress(String host) {
    return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
  }

  private static boolean sameAddress(String name, String address) {
    try {
      // Neither is looked up, as both are numbers.
      return isAddress(name) && InetAddress.getByName(name).equals(InetAddress.getByName(address));
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static boolean matches(String pattern, String host) {
    String name = pattern.toLowerCase(Locale.ROOT);
    String wanted = host.toLowerCase(Locale.ROOT);
    if (!name.startsWith("*.")) {
      return name.equals(wanted);
    }
    int dot = wanted.indexOf('.');
    String rest = name.substring(1);
    // "*.com" would be for half of the world.
    return dot > 0 && rest.indexOf('.', 1) > 0 && wanted.substring(dot).equals(rest);
  }

  @Override
  public String toString() {
    return names.isEmpty() ? "no host" : String.join(", ", names);
  }
}
