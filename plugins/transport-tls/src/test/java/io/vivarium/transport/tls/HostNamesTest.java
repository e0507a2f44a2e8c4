package io.vivarium.transport.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.certificates.CertificateAuthority;
import io.vivarium.certificates.CertificateRequest;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostNamesTest {
  @ParameterizedTest
  @CsvSource({
    "a.example.org, a.example.org, true",
    "a.example.org, A.Example.ORG, true",
    "a.example.org, b.example.org, false",
    "a.example.org, xa.example.org, false",
    "*.example.org, a.example.org, true",
    "*.example.org, example.org, false",
    "*.example.org, a.b.example.org, false",
    "*.example.org, .example.org, false",
    "*.org, example.org, false",
    "*, a, false",
    "10.0.0.1, 10.0.0.1, true",
    "10.0.0.1, 10.0.0.11, false",
    "a.example.org|10.0.0.1, 10.0.0.1, true",
    "2001:db8::1, 2001:db8:0:0:0:0:0:1, true",
    "2001:db8::1, 2001:db8::2, false",
    "*.0.0.1, 10.0.0.1, false"
  })
  void aCertificateIsForTheHostsThatItNames(String names, String host, boolean included)
      throws Exception {
    assertEquals(included, of("somebody", names.split("\\|")).include(host));
  }

  @ParameterizedTest
  @CsvSource({"a.example.org, a.example.org, true", "a.example.org, b.example.org, false"})
  void theCommonNameCountsWhereThereIsNothingElse(String name, String host, boolean included)
      throws Exception {
    assertEquals(included, of(name).include(host));
    assertEquals(false, of(name, "other.example.org").include(host));
  }

  private static HostNames of(String commonName, String... hosts) throws Exception {
    Instant from = Instant.parse("2020-01-01T00:00:00Z");
    Instant until = Instant.parse("2050-01-01T00:00:00Z");
    return HostNames.of(
        CertificateAuthority.create("authority", from, until)
            .issue(new CertificateRequest(commonName, Stream.of(hosts).toList(), from, until, null))
            .certificate());
  }
}
