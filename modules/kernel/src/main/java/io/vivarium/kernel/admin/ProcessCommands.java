package io.vivarium.kernel.admin;

import io.vivarium.config.EffectiveConfig;
import io.vivarium.spi.admin.AdminCommand;
import io.vivarium.spi.admin.AdminReply;
import io.vivarium.spi.admin.AdminRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is asked of the process, whether or not it serves: {@code environment system_properties}. */
final class ProcessCommands {
  private ProcessCommands() {}

  /** The machine and the versions. */
  static final class Environment implements AdminCommand {
    private final ServerVersion version;

    /** Made when it is asked for first: the name of this host takes a look-up. */
    private @Nullable ProcessEnvironment environment;

    Environment(ServerVersion version) {
      this.version = version;
    }

    @Override
    public String name() {
      return "environment";
    }

    @Override
    public List<String> aliases() {
      return List.of("env", "envi");
    }

    @Override
    public boolean needsServing() {
      return false;
    }

    @Override
    public AdminReply answer(AdminRequest request) {
      Fields fields = new Fields();
      environment().lines().forEach(fields::put);
      return AdminReply.of(fields.done());
    }

    private synchronized ProcessEnvironment environment() {
      ProcessEnvironment made = environment;
      if (made == null) {
        made = new ProcessEnvironment(version);
        environment = made;
      }
      return made;
    }
  }

  /** All properties of the JVM by name, secrets masked. */
  static final class SystemProperties implements AdminCommand {
    @Override
    public String name() {
      return "system_properties";
    }

    @Override
    public List<String> aliases() {
      return List.of("sysp");
    }

    @Override
    public boolean needsServing() {
      return false;
    }

    @Override
    public AdminReply answer(AdminRequest request) {
      Fields fields = new Fields();
      ProcessEnvironment.properties()
          .forEach((name, value) -> fields.put(name, EffectiveConfig.shown(name, value)));
      return AdminReply.of(fields.done());
    }
  }
}
