package io.vivarium.zab;

import io.vivarium.model.Zxid;
import io.vivarium.zab.LearnerLink.Phase;
import io.vivarium.zab.message.QuorumMessage.LearnerInfo;
import org.jspecify.annotations.Nullable;

/** Which learners can be led at all. */
final class Admission {
  private Admission() {}

  /** Why one that presents itself cannot be led; null when it can. */
  static @Nullable String objection(LearnerLink learner, LearnerInfo info, Self self) {
    if (learner.phase() != Phase.NAMELESS) {
      return "presented itself twice";
    }
    if (info.serverId() == self.id()) {
      return "has the id of this server, " + self.id();
    }
    if (info.protocol() < LearnerInfo.PROTOCOL) {
      return "speaks protocol 0x"
          + Integer.toHexString(info.protocol())
          + ", 0x10000 is the oldest that is understood";
    }
    if (info.acceptedEpoch() < 0 || info.acceptedEpoch() >= Epochs.LAST) {
      return "has accepted epoch " + info.acceptedEpoch() + ", the last is " + Epochs.LAST;
    }
    long version = self.memberships().committed().version();
    if (info.configVersion() > version) {
      return "knows membership "
          + Zxid.text(info.configVersion())
          + ", newer than "
          + Zxid.text(version);
    }
    return null;
  }
}
