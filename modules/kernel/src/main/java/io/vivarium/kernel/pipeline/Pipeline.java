package io.vivarium.kernel.pipeline;

/** A pipeline with its log: what is started and stopped together. */
public final class Pipeline {
  private final RequestPipeline requests;
  private final LogStage log;
  private final Intake intake;

  Pipeline(RequestPipeline requests, LogStage log, Intake intake) {
    this.requests = requests;
    this.log = log;
    this.intake = intake;
  }

  /** The door. */
  public RequestPipeline requests() {
    return requests;
  }

  /** Whether clients are served now. Any thread. */
  public boolean serving() {
    return intake.serving();
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
