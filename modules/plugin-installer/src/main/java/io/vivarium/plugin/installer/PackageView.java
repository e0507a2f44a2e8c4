package io.vivarium.plugin.installer;

import io.vivarium.kernel.descriptor.Capability;
import io.vivarium.kernel.descriptor.PluginDescriptor;
import io.vivarium.plugin.installer.store.Receipt;
import io.vivarium.plugin.installer.trust.Verdict;
import io.vivarium.spi.ConfigKey;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plugins in words. */
final class PackageView {
  private final PrintWriter out;

  PackageView(PrintWriter out) {
    this.out = out;
  }

  void descriptor(PluginDescriptor descriptor) {
    line("plugin", descriptor.selection() + " " + descriptor.version());
    line("name", descriptor.about().name());
    if (!descriptor.about().description().isEmpty()) {
      line("description", descriptor.about().description());
    }
    line("licence", descriptor.about().licence());
    line("spi versions", descriptor.spiVersions().toString());
    line("container", descriptor.container().name().toLowerCase(Locale.ROOT));
    List<String> capabilities =
        descriptor.capabilities().stream().map(Capability::description).sorted().toList();
    line("it", capabilities.isEmpty() ? "only computes, as it says" : capabilities.getFirst());
    capabilities.stream().skip(1).forEach(each -> line("", each));
  }

  void signature(Verdict verdict) {
    line(
        "signature",
        switch (verdict) {
          case Verdict.Trusted good -> "good, by " + good.name() + ", key " + good.fingerprint();
          case Verdict.Unsigned _ -> "none";
          case Verdict.Unknown unknown -> "unknown: " + unknown.why();
          case Verdict.Rejected rejected -> "BAD: " + rejected.why();
        });
  }

  void receipt(@Nullable Receipt receipt) {
    line("source", receipt == null ? "came with this package" : receipt.source());
    if (receipt != null) {
      line("package", "sha256 " + receipt.packageSha256());
      line(
          "signature",
          receipt.signer() == null
              ? "none that counted when it was installed"
              : "good when it was installed, by "
                  + receipt.signerName()
                  + ", key "
                  + receipt.signer());
    }
  }

  void files(Map<String, Long> sizes) {
    String title = "files";
    for (Map.Entry<String, Long> file : sizes.entrySet()) {
      line(title, file.getKey() + ", " + Sizes.shown(file.getValue()));
      title = "";
    }
  }

  void keys(List<ConfigKey<?>> keys) {
    if (keys.isEmpty()) {
      line("configuration", "no keys");
    }
    String title = "configuration";
    for (ConfigKey<?> key : keys) {
      Object otherwise = key.defaultValue();
      String unless = otherwise == null || key.secret() ? "" : " (" + otherwise + ")";
      line(title, key.name() + unless + ": " + key.help());
      title = "";
    }
  }

  void problems(List<String> problems) {
    line("checks", problems.isEmpty() ? "ok" : problems.getFirst());
    problems.stream().skip(1).forEach(each -> line("", each));
  }

  private void line(String title, String text) {
    out.println(String.format(Locale.ROOT, "%-14s %s", title, text));
  }
}
