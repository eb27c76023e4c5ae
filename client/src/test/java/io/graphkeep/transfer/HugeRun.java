package io.graphkeep.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Random;

/**
 * A program that cuts a file with one huge base64 run, made as it goes, puts it together again and compares; it is run with a
 * heap far smaller than the run. Prints the number of rows.
 */
final class HugeRun {
    private static final int ROW = 4096;
    private static final int ROWS_A_ROUND = 96;

    private HugeRun() {}

    public static void main(String[] arguments) throws IOException {
        var bytes = Long.parseLong(arguments[0]);
        var rounds = bytes / (ROW * ROWS_A_ROUND);
        var before = ContentId.newDigest();
        var after = ContentId.newDigest();
        var rows = new long[1];
        var reassembler = new Reassembler(new OutputStream() {
            @Override
            public void write(int value) {
                after.update((byte) value);
            }

            @Override
            public void write(byte[] text, int offset, int length) {
                after.update(text, offset, length);
            }
        });
        var chunker = Chunker.forFile("vdb.json", -1, (buffer, offset, length, encoding, kind) -> {
            rows[0] += encoding == Encoding.BASE64 && length == ROW ? 1 : 0;
            reassembler.accept(buffer, offset, length, encoding);
        });
        var head = "{\"embedding_dim\": 1024, \"matrix\": \"".getBytes(StandardCharsets.US_ASCII);
        before.update(head);
        chunker.write(head, 0, head.length);
        var random = new Random(1);
        var block = new byte[ROW * ROWS_A_ROUND];
        var text = new byte[block.length / 3 * 4];
        random.nextBytes(block);
        for (var round = 0L; round < rounds; round++) {
            block[random.nextInt(block.length)]++;
            Base64.getEncoder().encode(block, text);
            before.update(text);
            chunker.write(text, 0, text.length);
        }
        chunker.finish();
        reassembler.finish();
        if (!MessageDigest.isEqual(before.digest(), after.digest())) {
            throw new IllegalStateException("The run did not come back as it was");
        }
        System.out.println("rows " + rows[0] + " of " + rounds * ROWS_A_ROUND);
    }
}
