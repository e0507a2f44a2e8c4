package io.vivarium.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vivarium.spi.PluginException;
import io.vivarium.spi.tck.TckContext;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an operator can choose, and cannot. */
class TcpSettingsTest {
  private static TcpSettings with(String low, String high) throws PluginException {
    return TcpSettings.from(
        new TckContext(
                Map.of(
                    "transport.tcp.lowWaterMark", low,
                    "transport.tcp.highWaterMark", high))
            .config());
  }

  /** There is no output that is less than nothing. The host refuses what is below the minimum, and names the key. */
  @Test
  void noMarkIsSoLowThatNothingIsBelowIt() throws Exception {
    assertEquals(1L, TcpSettings.LOW_WATER_MARK.minimum());
    assertEquals(1, with("1", "2").lowWaterMark());
  }

  @Test
  void waterMarksMustBeInOrder() {
    PluginException refusal = assertThrows(PluginException.class, () -> with("1024", "1024"));
    assertEquals(
        "transport.tcp.lowWaterMark=1024 must be smaller than transport.tcp.highWaterMark=1024",
        refusal.getMessage());
  }
}
