package io.vivarium.kernel.connection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The answer to a four-letter word, after which its connection is closed. */
record WordAnswer(ClientConnection client, Connections registry, Replies replies) {
  private static final Logger LOG = LoggerFactory.getLogger(WordAnswer.class);

  /**
   * Answers what came in the first frame. I/O thread.
   *
   * @param slowTasks runs what takes long
   */
  void give(ByteBuffer frame, int word, Executor slowTasks) {
    long argument =
        frame.remaining() > Integer.BYTES ? frame.getLong(frame.position() + Integer.BYTES) : 0;
    if (registry.told().permits()) {
      LOG.info(
          "Four-letter word {} from {}",
          registry.words().name(word),
          client.connection().peer().remote());
    }
    if (registry.words().isSlow(word)) {
      slowTasks.execute(() -> answer(word, argument));
    } else {
      answer(word, argument);
    }
  }

  /** Any thread. */
  private void answer(int word, long argument) {
    ByteBuffer text =
        ByteBuffer.wrap(registry.words().answer(word, argument).getBytes(StandardCharsets.UTF_8));
    client
        .connection()
        .execute(
            () -> {
              client.connection().write(text);
              client.figures().sent(1);
              replies.traffic().sent(1);
              client.connection().close();
            });
  }
}
