package io.graphkeep.cli;

/** Whether a command line asks for JSON, found without parsing it: a line that cannot be parsed is told in that form too. */
final class AskedForm {
    private AskedForm() {}

    static boolean isJson(String... arguments) {
        for (var i = 0; i < arguments.length; i++) {
            var argument = arguments[i];
            var apart = argument.equals("-o") || argument.equals("--output");
            if (apart && i + 1 < arguments.length && arguments[i + 1].equals("json")) {
                return true;
            }
            if (argument.equals("-ojson") || argument.equals("-o=json") || argument.equals("--output=json")) {
                return true;
            }
        }
        return false;
    }
}
