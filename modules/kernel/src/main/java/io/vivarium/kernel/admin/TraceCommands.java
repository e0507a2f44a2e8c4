package io.vivarium.kernel.admin;

import org.jspecify.annotations.Nullable;

/** The trace mask: {@code get_trace_mask set_trace_mask}. */
final class TraceCommands {
  private static final String PARAMETER = "traceMask";

  private TraceCommands() {}

  static void get(CommandQuestion question, Fields fields) {
    fields.put("tracemask", question.server().traceMask());
  }

  static void set(CommandQuestion question, Fields fields) {
    String value = question.request().parameters().get(PARAMETER);
    Long mask = number(value);
    if (mask == null) {
      fields.put(
          "error",
          "setTraceMask requires long traceMask argument"
              + (value == null ? "" : ", got " + value));
    } else {
      question.server().traceMask(mask);
      get(question, fields);
    }
  }

  private static @Nullable Long number(@Nullable String text) {
    try {
      return text == null ? null : Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
