import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Rewrites a jar's class files as ones of Java 17: {@code java build/Freshen.java OLD.jar NEW.jar}.
 *
 * <p>A recorded start holds no class whose file is older than Java 6, because those are verified in a way that cannot be recorded;
 * picocli's are of Java 5. Nothing but the version changes, and the stack maps that newer files have. Every class of the new jar is
 * loaded and verified before it gets its name.
 */
public final class Freshen {
    private static final int JAVA_6 = 50;

    private Freshen() {}

    public static void main(String[] arguments) throws Exception {
        var old = Path.of(arguments[0]);
        var fresh = Path.of(arguments[1]);
        var unfinished = fresh.resolveSibling(fresh.getFileName() + ".new");
        rewrite(old, unfinished);
        verify(unfinished);
        Files.move(unfinished, fresh, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void rewrite(Path from, Path to) throws IOException {
        try (var loader = new URLClassLoader(new URL[] {from.toUri().toURL()});
                var in = new ZipFile(from.toFile());
                var out = new ZipOutputStream(Files.newOutputStream(to))) {
            var classes = ClassFile.of(
                    StackMapsOption.GENERATE_STACK_MAPS,
                    ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(loader)
                            .orElse(ClassHierarchyResolver.defaultResolver())));
            for (var entry : in.stream().toList()) {
                var bytes = in.getInputStream(entry).readAllBytes();
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(isOldClass(entry.getName(), bytes) ? raised(classes, bytes) : bytes);
                out.closeEntry();
            }
        }
    }

    private static boolean isOldClass(String name, byte[] bytes) {
        return name.endsWith(".class")
                && !name.equals("module-info.class")
                && !name.startsWith("META-INF/")
                && bytes[7] < JAVA_6;
    }

    private static byte[] raised(ClassFile classes, byte[] bytes) {
        // Method bodies are taken apart and put together again, which is what makes their stack maps.
        var bodies = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL);
        ClassTransform version = (builder, element) -> {
            if (element instanceof ClassFileVersion) {
                builder.withVersion(ClassFile.JAVA_17_VERSION, 0);
            } else {
                builder.with(element);
            }
        };
        return classes.transformClass(classes.parse(bytes), bodies.andThen(version));
    }

    /** Linking is what verifies; classes of which a library is missing cannot be, in the old jar neither. */
    private static void verify(Path jar) throws Exception {
        try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()});
                var in = new ZipFile(jar.toFile())) {
            for (var entry : in.stream().toList()) {
                var name = entry.getName();
                if (name.endsWith(".class") && !name.equals("module-info.class") && !name.startsWith("META-INF/")) {
                    try {
                        Class.forName(name.substring(0, name.length() - 6).replace('/', '.'), true, loader);
                    } catch (NoClassDefFoundError | ExceptionInInitializerError missing) {
                        System.err.println(name + ": " + missing);
                    }
                }
            }
        }
    }
}
