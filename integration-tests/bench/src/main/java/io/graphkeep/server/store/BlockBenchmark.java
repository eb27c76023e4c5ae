package io.graphkeep.server.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Sealing and opening blocks of 1 MiB, so in MiB a second: planes, compression, encryption, and all of it back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BlockBenchmark {
    private static final int BYTES = 1 << 20;

    /** Words of text, rows of float32, or bytes that nothing makes smaller. */
    @Param({"TEXT", "FLOAT32", "BINARY"})
    public String content = "";

    /** Whether each block is decompressed and compared before it is kept. */
    @Param({"true", "false"})
    public boolean compares;

    private final byte[] plain = new byte[BYTES];
    private final ObjectCipher cipher = new ObjectCipher(ObjectNames.state(1), new SecretKeySpec(new byte[32], "AES"));
    private final BlockOpener opener = new BlockOpener();
    private BlockSealer sealer = new BlockSealer(1, false);
    private SealedBlock sealed = new SealedBlock(SealedBlock.Compression.NONE, new byte[0]);
    private PackIndex.Block block =
            new PackIndex.Block(Content.TEXT, SealedBlock.Compression.NONE, 0, 0, 0, new int[0], new byte[0]);

    @Setup
    public void fill() {
        var random = new SplittableRandom(1);
        switch (Content.valueOf(content)) {
            case TEXT, TREE, DESCRIPTORS -> words(random);
            case FLOAT32, FLOAT32_UNTURNED -> {
                var floats =
                        ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
                while (floats.hasRemaining()) {
                    floats.put((float) random.nextGaussian() / 32);
                }
            }
            case BINARY -> random.nextBytes(plain);
        }
        sealer.close();
        sealer = new BlockSealer(1, compares);
        sealed = sealer.seal(cipher, 1, Content.valueOf(content), plain, BYTES);
        block = new PackIndex.Block(
                Content.valueOf(content),
                sealed.compression(),
                0,
                sealed.bytes().length,
                BYTES,
                new int[] {BYTES},
                new byte[32]);
    }

    private void words(SplittableRandom random) {
        var out = ByteBuffer.wrap(plain);
        while (out.hasRemaining()) {
            var rank = (int) Math.exp(random.nextDouble() * 9);
            var word = (Integer.toString(rank * 7_919, 36) + " ").getBytes(StandardCharsets.US_ASCII);
            out.put(word, 0, Math.min(word.length, out.remaining()));
        }
    }

    @TearDown
    public void close() {
        opener.close();
        sealer.close();
    }

    @Benchmark
    public Object seal() {
        return sealer.seal(cipher, 1, Content.valueOf(content), plain, BYTES);
    }

    @Benchmark
    public byte[] open() throws DamagedException {
        return opener.open(cipher, 1, block, sealed.bytes(), 0);
    }
}
