package io.vivarium.kernel.pipeline;

/** A pipeline with its log: what is started and stopped together. */
public final class Pipeline {
  private final RequestPipeline requests;
  private final LogStage log;
  private final Intake intake;
  private final SessionRules rules;

  /** Whom a server serves. */
  public enum Service {
    /** It has no role in its ensemble, or leads and leaves clients to the others. */
    NOBODY,
    /** It has had no quorum for a while: clients that accept stale reads. */
    READERS,
    /** Everybody. */
    EVERYBODY
  }

  Pipeline(RequestPipeline requests, LogStage log, Intake intake, SessionRules rules) {
    this.requests = requests;
    this.log = log;
    this.intake = intake;
    this.rules = rules;
  }

  /**
   * Puts a pipeline together; nothing runs yet.
   *
   * @param wakes who is woken at the end of a batch; connections touch it
   */
  public static Pipeline of(PipelineParts parts, WakeBatch wakes) {
    return new PipelineFactory(parts, wakes).build();
  }

  /** The door. */
  public RequestPipeline requests() {
    return requests;
  }

  /** Whom this server serves now. Any thread. */
  public Service service() {
    return switch (intake.role()) {
      case NONE -> Service.NOBODY;
      case READER -> Service.READERS;
      case REPLICA -> Service.EVERYBODY;
      case PRIMARY -> rules.leaderServes() ? Service.EVERYBODY : Service.NOBODY;
    };
  }

  /** The zxid that the epoch in force begins with; no txn has it, but peers show it to their clients. Any thread. */
  public long epochStart() {
    return intake.epochStart();
  }

  /** Requests in the ring and proposals waiting for the disk. Any thread. */
  public long backlog() {
    return requests.backlog() + log.backlog();
  }

  /** Starts the threads; see {@link RequestPipeline#start}. */
  public void start() throws InterruptedException {
    log.start();
    requests.start();
  }

  /** Takes what is waiting, forces the log, ends the threads. Nothing may be submitted any more. */
  public void stop() throws InterruptedException {
    requests.stop();
    log.stop();
  }
}
