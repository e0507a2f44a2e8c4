package io.vivarium.codec;

/** What stands before each part of a multi and of its answer, and alone at the end: type, done, error. */
final class MultiHeader {
  /** The type at the end, and of a result that is an error. */
  static final int NO_TYPE = -1;

  private static final int NO_ERROR_YET = -1;

  private MultiHeader() {}

  static void writePart(int type, int error, JuteWriter out) {
    out.writeInt(type);
    out.writeBool(false);
    out.writeInt(error);
  }

  /** In requests the error says nothing; −1 is what clients send. */
  static void writeRequestPart(int type, JuteWriter out) {
    writePart(type, NO_ERROR_YET, out);
  }

  static void writeEnd(JuteWriter out) {
    out.writeInt(NO_TYPE);
    out.writeBool(true);
    out.writeInt(NO_ERROR_YET);
  }
}
