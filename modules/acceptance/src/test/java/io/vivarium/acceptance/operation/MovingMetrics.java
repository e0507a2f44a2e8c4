package io.vivarium.acceptance.operation;

import java.util.List;
import java.util.stream.Stream;

/** Metrics of ZooKeeper that are not 0 after a {@link Situation}: what dashboards draw and alerts go by. */
final class MovingMetrics {
  /** In every role. */
  private static final List<String> EVERYWHERE =
      List.of(
          "approximate_data_size",
          "bytes_received_count",
          "close_session_prep_time_count",
          "commit_commit_proc_req_queued_sum",
          "commit_process_time_count",
          "connection_request_count",
          "dbinittime_count",
          "election_time_count",
          "ephemerals_count",
          "fsynctime_count",
          "global_sessions",
          "jvm_memory_bytes_max",
          "jvm_memory_bytes_used",
          "jvm_memory_pool_allocated_bytes_total",
          "jvm_threads_current",
          "last_client_response_size",
          "leader_unavailable_time_count",
          "local_write_committed_time_ms_count",
          "max_client_response_size",
          "max_file_descriptor_count",
          "node_changed_watch_count_sum",
          "node_children_watch_count_sum",
          "node_created_watch_count_sum",
          "node_deleted_watch_count_sum",
          "num_alive_connections",
          "open_file_descriptor_count",
          "packets_received",
          "packets_sent",
          "pipeline_agree_us_sum",
          "pipeline_batch_size_sum",
          "pipeline_prepare_us_count",
          "pipeline_wait_us_count",
          "pipeline_wake_us_count",
          "prep_process_time_count",
          "prep_processor_queue_size_sum",
          "prep_processor_queue_time_ms_count",
          "prep_processor_request_queued",
          "process_cpu_seconds_total",
          "process_open_fds",
          "propagation_latency_count",
          "proposal_process_time_count",
          "read_commitproc_time_ms_count",
          "read_commit_proc_issued_sum",
          "read_commit_proc_req_queued_sum",
          "read_final_proc_time_ms_count",
          "read_per_namespace_count",
          "readlatency_count",
          "reads_after_write_in_session_queue_sum",
          "reads_issued_from_session_queue_sum",
          "request_commit_queued",
          "requests_in_session_queue_sum",
          "response_bytes",
          "snapshottime_count",
          "startup_snap_load_time_count",
          "startup_txns_load_time_count",
          "startup_txns_loaded_count",
          "sync_process_time_count",
          "sync_processor_batch_size_sum",
          "sync_processor_queue_and_flush_time_ms_count",
          "sync_processor_queue_flush_time_ms_count",
          "sync_processor_queue_size_sum",
          "sync_processor_queue_time_ms_count",
          "sync_processor_request_queued",
          "unavailable_time_count",
          "updatelatency_count",
          "uptime",
          "watch_bytes",
          "watch_count",
          "write_batch_time_in_commit_processor_count",
          "write_commitproc_time_ms_count",
          "write_commit_proc_issued_sum",
          "write_commit_proc_req_queued_sum",
          "write_final_proc_time_ms_count",
          "write_per_namespace_count",
          "znode_count");

  private static final List<String> PRIMARY =
      List.of(
          "commit_count",
          "outstanding_changes_queued",
          "outstanding_changes_removed",
          "proposal_count",
          "quorum_ack_latency_count");

  private static final List<String> LEADER =
      List.of(
          "ack_latency_count",
          "diff_count",
          "inflight_diff_count_sum",
          "last_proposal_size",
          "leader_uptime",
          "learner_handler_qp_size_count",
          "learners",
          "max_proposal_size",
          "min_proposal_size",
          "quorum_size",
          "synced_followers",
          "synced_observers");

  private static final List<String> LEARNER =
      List.of(
          "commit_propagation_latency_count",
          "learner_commit_received_count",
          "learner_proposal_received_count",
          "proposal_ack_creation_latency_count",
          "quorum_size");

  private MovingMetrics() {}

  /** Those of a role. */
  static List<String> of(String role) {
    Stream<String> own =
        switch (role) {
          case "standalone" -> PRIMARY.stream();
          case "leader" -> Stream.concat(PRIMARY.stream(), LEADER.stream());
          case "follower" -> Stream.concat(LEARNER.stream(), Stream.of("follower_sync_time_count"));
          case "observer" -> Stream.concat(LEARNER.stream(), Stream.of("observer_sync_time_count"));
          default -> throw new IllegalArgumentException(role);
        };
    return Stream.concat(EVERYWHERE.stream(), own).toList();
  }
}
