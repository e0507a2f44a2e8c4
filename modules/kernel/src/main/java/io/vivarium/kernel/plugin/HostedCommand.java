package io.vivarium.kernel.plugin;

import io.vivarium.spi.admin.AdminCommand;
import io.vivarium.spi.admin.AdminMethod;
import io.vivarium.spi.admin.AdminReply;
import io.vivarium.spi.admin.AdminRequest;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A command of a plugin as the rest of the server knows it. What describes it is asked once; when its demands cannot be told, it demands
 * all there is. Any thread.
 */
final class HostedCommand implements AdminCommand {
  private static final int FAILED = 500;

  private final AdminCommand command;
  private final PluginFaults faults;
  private final String name;
  private final List<String> aliases;
  private final Set<AdminMethod> methods;

  /** Asks the command who it is; fails when that makes no sense. */
  HostedCommand(AdminCommand command, PluginFaults faults) {
    this.command = command;
    this.faults = faults;
    this.name = Objects.requireNonNull(command.name(), "a command without a name");
    this.aliases = List.copyOf(command.aliases());
    this.methods = Set.copyOf(command.methods());
    if (methods.isEmpty()) {
      throw new IllegalStateException("the command " + name + " cannot be asked in any way");
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> aliases() {
    return aliases;
  }

  @Override
  public Set<AdminMethod> methods() {
    return methods;
  }

  @Override
  public boolean needsServing() {
    try {
      return command.needsServing();
    } catch (Throwable e) {
      faults.threw("needsServing of the command " + name, e);
      return true;
    }
  }

  @Override
  public boolean needsAuthorization(AdminMethod method) {
    try {
      return command.needsAuthorization(method);
    } catch (Throwable e) {
      faults.threw("needsAuthorization of the command " + name, e);
      return true;
    }
  }

  @Override
  public AdminReply answer(AdminRequest request) throws IOException {
    try {
      return Objects.requireNonNull(command.answer(request), "it answered nothing");
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      faults.threw("the command " + name, e);
      return AdminReply.failed(FAILED, "The command failed; the server's log says why");
    }
  }
}
