package io.graphkeep.corpus;

/** Writes JSON as Python's {@code json.dump(..., ensure_ascii=False)} does. */
final class JsonText {
    private JsonText() {}

    static void quote(StringBuilder out, String text) {
        out.append('"');
        for (var at = 0; at < text.length(); at++) {
            var each = text.charAt(at);
            switch (each) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                default -> out.append(each);
            }
        }
        out.append('"');
    }

    static String quoted(String text) {
        var out = new StringBuilder(text.length() + 16);
        quote(out, text);
        return out.toString();
    }
}
