package io.vivarium.kernel.admin;

import io.vivarium.spi.admin.AdminCommand;
import io.vivarium.spi.admin.AdminReply;
import io.vivarium.spi.admin.AdminRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A command of the server's own. Of those with large answers, few are answered at the same time. */
final class BuiltIn implements AdminCommand {
  private static final int BAD_REQUEST = 400;

  private static final Semaphore LARGE = new Semaphore(FourLetterWords.MAX_LARGE);

  private final Command command;
  private final Supplier<@Nullable Served> served;

  BuiltIn(Command command, Supplier<@Nullable Served> served) {
    this.command = command;
    this.served = served;
  }

  @Override
  public String name() {
    return command.text();
  }

  @Override
  public List<String> aliases() {
    return command.aliases();
  }

  @Override
  public boolean needsServing() {
    return command.needsServing();
  }

  @Override
  public AdminReply answer(AdminRequest request) {
    Served now = served.get();
    if (now == null) {
      return AdminReply.of(nothingYet());
    }
    CommandQuestion question = new CommandQuestion(now, request);
    try {
      return command.isLarge() ? oneOfFew(question) : command.answer(question);
    } catch (BadParameterException e) {
      return AdminReply.failed(BAD_REQUEST, e.getMessage());
    }
  }

  /** The data is still being read. */
  private Map<String, @Nullable Object> nothingYet() {
    return command == Command.ZABSTATE
        ? new Fields().put("voting", false).put("zabstate", "").done()
        : new Fields().put("error", "The server has not read its data yet").done();
  }

  private AdminReply oneOfFew(CommandQuestion question) {
    if (!LARGE.tryAcquire()) {
      return AdminReply.failed(
          429, FourLetterWords.MAX_LARGE + " large answers are being produced; try again");
    }
    try {
      return command.answer(question);
    } finally {
      LARGE.release();
    }
  }
}
