package io.vivarium.kernel.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sessions and what they own: {@code dump}. */
final class SessionCommands {
  private SessionCommands() {}

  static void dump(CommandQuestion question, Fields fields) {
    ServerView server = question.server();
    Map<String, Object> expiry = new LinkedHashMap<>();
    List<ServerView.ExpiryBucket> buckets = server.sessions().expiry();
    if (buckets != null) {
      for (ServerView.ExpiryBucket bucket : buckets) {
        expiry.put(Long.toString(bucket.expiresAtMs()), bucket.sessionIds());
      }
    }
    fields.put("expiry_time_to_session_ids", expiry);
    PathGroups ephemerals = PathGroups.bySession();
    server.tree().visitEphemerals(ephemerals);
    ephemerals.addTo(fields, "session_id_to_ephemeral_paths");
  }
}
