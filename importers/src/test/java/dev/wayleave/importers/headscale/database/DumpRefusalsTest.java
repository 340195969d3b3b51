package dev.wayleave.importers.headscale.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.testkit.fixture.Fixtures;
import dev.wayleave.testkit.seed.Breadth;
import dev.wayleave.testkit.seed.Seed;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that are no whole plain dump end in one sentence that says what to do.
class DumpRefusalsTest {
  private static final int MUTATIONS = Breadth.of(400, 20_000);

  @TempDir Path folder = Path.of("");
  private String dump = "";

  @BeforeEach
  void load() {
    dump = Fixtures.text("0.29.2-postgres", "db.sql");
  }

  private static void refuses(Path file, String... words) {
    assertThatThrownBy(() -> TestDumps.read(file))
        .isInstanceOf(SourceException.class)
        .hasMessageContainingAll(words)
        .hasMessageNotContainingAny("Exception", "\n");
  }

  private Path file(String name, byte[] content) throws Exception {
    return Files.write(folder.resolve(name), content);
  }

  private Path file(byte[] content) throws Exception {
    return file("db.sql", content);
  }

  private void refusesChanged(String from, String to, String... words) throws Exception {
    assertThat(dump).contains(from);
    refuses(TestDumps.file(folder, dump.replace(from, to)), words);
  }

  @Test
  void theCustomFormatIsRefusedWithTheCommandThatConvertsIt() throws Exception {
    Path file = file("head scale.dump", "PGDMP\1\16\0".getBytes(StandardCharsets.ISO_8859_1));
    refuses(file, "custom format", "pg_restore -f '" + folder + "/head scale.sql' '" + file + "'");
  }

  @Test
  void theTarFormatIsRefusedWithTheCommandThatConvertsIt() throws Exception {
    byte[] tar = new byte[1024];
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
    Path file = file("db.tar", tar);
    refuses(file, "tar format", "pg_restore -f " + folder + "/db.sql " + file);
  }

  @Test
  void theDirectoryFormatIsRefusedWithTheCommandThatConvertsIt() throws Exception {
    Path directory = Files.createDirectory(folder.resolve("db.dir"));
    Files.writeString(directory.resolve("toc.dat"), "PGDMP");
    refuses(directory, "directory format", "pg_restore -f " + folder + "/db.sql " + directory);
  }

  @Test
  void compressedDumpsAreRefusedWithTheCommandThatUnpacksThem() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(dump.getBytes(StandardCharsets.UTF_8));
    }
    refuses(file("db.sql.gz", packed.toByteArray()), "gzip", "gunzip -k " + folder + "/db.sql.gz");
    refuses(file("db.zst", new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD}), "unzstd ");
    refuses(file("db.lz4", new byte[] {0x04, 0x22, 0x4D, 0x18}), "unlz4 ");
  }

  @Test
  void otherFilesAreRefused() throws Exception {
    refuses(folder.resolve("missing.sql"), "does not exist");
    refuses(folder, "is a directory");
    refuses(file(new byte[0]), "is empty");
    refuses(file("SQLite format 3\0".getBytes(StandardCharsets.US_ASCII)), "headscale+sqlite:");
    refuses(file(dump.getBytes(StandardCharsets.UTF_16)), "UTF-16", "pg_dump -f FILE.sql");
    refuses(file("hello, world".getBytes(StandardCharsets.US_ASCII)), "cut short");
    refuses(file("SELECT 1;".getBytes(StandardCharsets.US_ASCII)), "not Headscale's");
  }

  @Test
  void aFileThatEndsEarlyIsRefusedWhereverItWasCut() throws Exception {
    Seed seed = Seed.printedFor("DumpRefusalsTest.aFileThatEndsEarly");
    RandomGenerator random = seed.generator();
    byte[] whole = dump.getBytes(StandardCharsets.UTF_8);
    int end = dump.indexOf("-- PostgreSQL database dump complete");
    int header = dump.indexOf("\\restrict");
    for (int i = 0; i < 60; i++) {
      int length = random.nextInt(header, end);
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> TestDumps.read(file(cut)))
          .as("cut at byte %d", length)
          .isInstanceOf(SourceException.class)
          .hasMessageContaining("cut short");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"LATIN1", "SQL_ASCII", "WIN1252", "EUC_JP"})
  void otherEncodingsAreRefused(String encoding) throws Exception {
    refusesChanged(
        "client_encoding = 'UTF8'",
        "client_encoding = '" + encoding + "'",
        "line 13",
        encoding,
        "pg_dump --encoding=UTF8");
  }

  @Test
  void bytesThatAreNotUtf8AreRefusedWithTheirLine() throws Exception {
    byte[] bytes = dump.getBytes(StandardCharsets.UTF_8);
    int at = dump.substring(0, dump.indexOf("\talice\t")).getBytes(StandardCharsets.UTF_8).length;
    bytes[at + 1] = (byte) 0xFF;
    long line = dump.substring(0, dump.indexOf("\talice\t")).lines().count();
    refuses(file(bytes), "line " + line + ":", "not UTF-8");
  }

  @Test
  void dumpsWithoutSchemaOrDataAreRefused() throws Exception {
    refusesChanged("CREATE TABLE public.nodes", "CREATE VIEW public.nodes", "--data-only");
    String withoutData = dump.replaceAll("(?s)\n-- Data for Name.*?\n\\\\\\.\n", "\n");
    refuses(TestDumps.file(folder, withoutData), "without its data", "--schema-only");
  }

  @Test
  void severalDatabasesInOneFileAreRefused() throws Exception {
    refuses(TestDumps.file(folder, dump + "\n\\connect other\n\n" + dump), "pg_dumpall");
    refuses(TestDumps.file(folder, dump + dump), "a second time");
    String other = dump.replace("public.", "two.");
    String third = dump.replace("public.", "three.");
    refuses(TestDumps.file(folder, other + third), "schemas two and three", "--schema=NAME");
  }

  @Test
  void aSchemaOfAnotherNameIsReadWhereItIsTheOnlyOneOrNotTheUsualOne() throws Exception {
    String other =
        dump.replace("public.", "\"head scale\".").replace("Schema: public", "Schema: head scale");
    assertThat(TestDumps.read(TestDumps.file(folder, other)).nodes()).hasSize(33);
    String none = dump.replaceAll("(?m)\n[1-9][0-9]*\t.*$", "").replace("public.", "other.");
    assertThat(TestDumps.read(TestDumps.file(folder, none + dump)).nodes()).hasSize(33);
    assertThat(TestDumps.read(TestDumps.file(folder, dump + none)).nodes()).hasSize(33);
  }

  @ParameterizedTest
  @CsvSource({
    "\\restrict, \\! touch it, command to psql",
    "\\restrict, \\i other.sql, command to psql",
    "FROM stdin;, FROM stdin WITH (FORMAT csv);, where pg_dump writes",
    "FROM stdin;, FROM '/etc/passwd';, where pg_dump writes",
    "FROM stdin;, FROM PROGRAM 'id';, where pg_dump writes",
    "'COPY public.users (id,', 'COPY public.users (ID_OTHER,', without its column id",
    "'\talice\t', '\t', values for the",
    "'id bigint NOT NULL', 'id boolean NOT NULL', does not fit its type",
  })
  void whatPgDumpNeverWritesIsRefusedWithItsLine(String from, String to, String words)
      throws Exception {
    refusesChanged(from, to, ", line ", words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"now()", "DEFAULT", "(SELECT 1)", "$$x$$", "'a' || 'b'", "U&'x'", "-'1'"})
  void valuesThatWouldHaveToBeComputedAreRefused(String value) throws Exception {
    String insert =
        "INSERT INTO public.policies VALUES (77, NULL, NULL, NULL, " + value + ");\n--\n";
    int end = dump.indexOf("--\n-- PostgreSQL database dump complete");
    refuses(
        TestDumps.file(folder, dump.substring(0, end) + insert + dump.substring(end)),
        ", line ",
        "where pg_dump writes");
  }

  @Test
  void secretsAreNotShownInSentences() throws Exception {
    String hash = dump.replaceAll("(?s).*COPY public.api_keys.*?(\\\\\\\\x[0-9a-f]{120}).*", "$1");
    assertThat(hash).hasSize(123);
    Path file = TestDumps.file(folder, dump.replace(hash, hash + "zz"));
    assertThatThrownBy(() -> TestDumps.read(file))
        .hasMessageContaining("column hash")
        .hasMessageNotContaining(hash.substring(10, 20));
  }

  @Test
  void linesLongerThanAnyValueAreRefused() throws Exception {
    String line = "x".repeat((16 << 20) + 1);
    refuses(TestDumps.file(folder, dump.replace("\talice\t", "\t" + line + "\t")), "16 MiB");
  }

  @Test
  void damagedFilesEndInASentenceOrAReading() throws Exception {
    Seed seed = Seed.printedFor("DumpRefusalsTest.damagedFiles");
    String inserts = TestDumps.recorded("dump/inserts.sql");
    for (int i = 0; i < MUTATIONS; i++) {
      RandomGenerator random = seed.part(i).generator();
      byte[] bytes =
          mutated((random.nextBoolean() ? dump : inserts).getBytes(StandardCharsets.UTF_8), random);
      Path file = file(bytes);
      try {
        TestDumps.read(file);
      } catch (SourceException e) {
        assertThat(e.getMessage()).startsWith(file.toString()).doesNotContain("\n", "Exception");
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("mutation " + i + " of seed " + seed, e);
      }
    }
  }

  private static byte[] mutated(byte[] bytes, RandomGenerator random) {
    String[] pieces = {
      "'",
      "\"",
      "(",
      ")",
      ";",
      "\\",
      "\\.",
      "\n\\.\n",
      "$$",
      "/*",
      "*/",
      "--",
      "\t",
      "\\N",
      "\0",
      "E'",
      "NULL",
      ",",
      "COPY",
      "INSERT INTO public.users VALUES",
      "CREATE TABLE x (",
      "\\x",
      "::",
      "-",
      "99999999999999999999",
      "1e999",
      "\u00e9",
      "SET client_encoding = ",
      "\r",
      "\\connect x\n"
    };
    StringBuilder text = new StringBuilder(new String(bytes, StandardCharsets.ISO_8859_1));
    for (int n = random.nextInt(1, 6); n > 0; n--) {
      int at = random.nextInt(text.length());
      int to = Math.min(text.length(), at + 1 + (int) Math.pow(2, random.nextInt(12)));
      switch (random.nextInt(5)) {
        case 0 -> text.setCharAt(at, (char) random.nextInt(256));
        case 1 -> text.delete(at, to);
        case 2 -> text.insert(at, pieces[random.nextInt(pieces.length)]);
        case 3 -> text.insert(random.nextInt(text.length()), text.substring(at, to));
        default -> text.setLength(random.nextInt(4) == 0 ? at + 1 : text.length());
      }
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
