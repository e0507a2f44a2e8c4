package io.vivarium.kernel.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MonitorFormTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0.0",
    "1, 1.0",
    "1.5, 1.5",
    "0.8256, 0.8256",
    "0.82560, 0.8256",
    "0.951478, 0.9515",
    "106.66, 106.66",
    "0.00004, 0.0",
    "0.0001, 0.0001",
    "12345678.5, 12345678.5",
    "-0.25, -0.25",
    "NaN, 0.0",
    "Infinity, 0.0"
  })
  void decimalsHaveOneToFourPlacesAndNoExponent(double value, String text) {
    assertEquals(text, MonitorForm.decimal(value));
  }
}
