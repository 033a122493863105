import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes what a module promises to its callers: its public and protected classes without code, as a
 * jar for japicmp, and the same as text for people who read a change.
 *
 * <p>Run by {@code tools/release/api}: {@code java -cp asm.jar PublicApi.java CLASSES JAR TEXT}.
 */
final class PublicApi {
  private static final int VISIBLE = Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED;

  private final Map<String, byte[]> classes = new TreeMap<>();

  private PublicApi() {}

  public static void main(String[] arguments) throws IOException {
    PublicApi api = new PublicApi();
    api.read(Path.of(arguments[0]));
    Path jar = Path.of(arguments[1]);
    Set<String> kept = api.promised();
    api.writeJar(jar, kept);
    writeText(jar, Path.of(arguments[2]), kept);
    System.out.printf("%s: %d classes, %,d bytes%n", jar, kept.size(), Files.size(jar));
  }

  private void read(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        classes.put(new ClassReader(bytes).getClassName(), bytes);
      }
    }
  }

  /** Visible classes, and the hidden ones that they inherit from, whose methods are theirs. */
  private Set<String> promised() {
    Deque<String> open = new ArrayDeque<>();
    for (String name : classes.keySet()) {
      if (!name.endsWith("package-info") && isVisible(name)) {
        open.add(name);
      }
    }
    Set<String> kept = new TreeSet<>();
    while (!open.isEmpty()) {
      String name = open.pop();
      if (classes.containsKey(name) && kept.add(name)) {
        ClassReader reader = new ClassReader(classes.get(name));
        open.push(reader.getSuperName());
        open.addAll(List.of(reader.getInterfaces()));
      }
    }
    return kept;
  }

  /** Whether a class and all those that it is nested in can be named from other packages. */
  private boolean isVisible(String name) {
    // Nested in a package-private interface, a class is public and yet not to be named.
    String outermost = name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
    boolean[] visible = {(new ClassReader(classes.get(outermost)).getAccess() & VISIBLE) != 0};
    new ClassReader(classes.get(name))
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public void visitInnerClass(String inner, String outer, String simple, int access) {
                if (name.equals(inner) || name.startsWith(inner + "$")) {
                  visible[0] &= outer != null && (access & VISIBLE) != 0;
                }
              }

              @Override
              public void visitOuterClass(String owner, String method, String descriptor) {
                visible[0] = false;
              }
            },
            ClassReader.SKIP_CODE);
    return visible[0];
  }

  private void writeJar(Path jar, Set<String> kept) throws IOException {
    Files.createDirectories(jar.toAbsolutePath().getParent());
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.setLevel(Deflater.BEST_COMPRESSION);
      for (String name : kept) {
        ZipEntry entry = new ZipEntry(name + ".class");
        // The same bytes from the same classes, in every time zone.
        entry.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0));
        zip.putNextEntry(entry);
        zip.write(withoutCode(classes.get(name), kept));
      }
    }
  }

  private static byte[] withoutCode(byte[] bytes, Set<String> kept) {
    ClassWriter writer = new ClassWriter(0);
    int skipped = ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES;
    new ClassReader(bytes).accept(new VisibleMembers(writer, kept), skipped);
    return writer.toByteArray();
  }

  private static void writeText(Path jar, Path text, Set<String> kept) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-protected", "-cp", jar.toString()));
    kept.forEach(name -> arguments.add(name.replace('/', '.')));
    StringWriter lines = new StringWriter();
    int status =
        ToolProvider.findFirst("javap")
            .orElseThrow()
            .run(
                new PrintWriter(lines),
                new PrintWriter(System.err, true),
                arguments.toArray(String[]::new));
    if (status != 0) {
      throw new IOException("javap ended with " + status + " on " + jar);
    }
    Files.writeString(text, lines.toString().replace("\r\n", "\n"), StandardCharsets.UTF_8);
  }

  /** Leaves out what no caller sees: private, package-private and generated members. */
  private static final class VisibleMembers extends ClassVisitor {
    private final Set<String> kept;

    VisibleMembers(ClassVisitor next, Set<String> kept) {
      super(Opcodes.ASM9, next);
      this.kept = kept;
    }

    @Override
    public void visitNestHost(String host) {}

    @Override
    public void visitNestMember(String member) {}

    @Override
    public void visitInnerClass(String inner, String outer, String simple, int access) {
      if (kept.contains(inner) || !inner.startsWith("org/fe4j/")) {
        super.visitInnerClass(inner, outer, simple, access);
      }
    }

    @Override
    public FieldVisitor visitField(
        int access, String name, String descriptor, String signature, Object value) {
      return isPromised(access)
          ? super.visitField(access, name, descriptor, signature, value)
          : null;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      // Whether a class can be extended, japicmp reads from hidden constructors too.
      return isPromised(access) || name.equals("<init>")
          ? super.visitMethod(access, name, descriptor, signature, exceptions)
          : null;
    }

    private static boolean isPromised(int access) {
      return (access & VISIBLE) != 0 && (access & Opcodes.ACC_SYNTHETIC) == 0;
    }
  }
}
