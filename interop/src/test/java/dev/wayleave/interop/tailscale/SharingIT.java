package dev.wayleave.interop.tailscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.testkit.wait.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Taildrop, Taildrive and Tailscale SSH, which the coordinator allows and the clients carry out.
@Tag("interop")
@ExtendWith(OnSharedTailnet.class)
class SharingIT {
  private static final String USER = System.getProperty("user.name");
  private static final Pattern PAGE = Pattern.compile("https?://\\S+/(\\S+)");

  @BeforeEach
  void open(SharedTailnet tailnet) throws Exception {
    tailnet.openPolicy();
  }

  @Test
  void aFileGoesFromOneDeviceOfAUserToAnother(SharedTailnet tailnet, @TempDir Path folder)
      throws Exception {
    TailscaleClient anna = tailnet.client("anna");
    byte[] content = new byte[300_000];
    Arrays.fill(content, (byte) 7);
    Path file = Files.write(folder.resolve("letter.bin"), content);
    Path into = Files.createDirectory(folder.resolve("inbox"));
    String key = tailnet.coordinator().authKey("anna");
    try (TailscaleClient sender = tailnet.guest("sender", key)) {
      sender.waitPong("anna");
      sender.sendFile(file, "anna");
      anna.waitUntil(
          "the file arrived",
          Await.USUAL_LIMIT,
          () -> {
            anna.takeFiles(into).ok();
            return Files.exists(into.resolve("letter.bin"));
          });
    }
    assertThat(into.resolve("letter.bin")).hasBinaryContent(content);
  }

  @Test
  void aFolderIsSharedByTaildriveWithWhomThePolicyLets(SharedTailnet tailnet, @TempDir Path folder)
      throws Exception {
    TailscaleClient anna = tailnet.client("anna");
    TailscaleClient bert = tailnet.client("bert");
    Path papers = Files.createDirectory(folder.resolve("papers"));
    Files.writeString(papers.resolve("note.txt"), "written by hand");
    String key = tailnet.coordinator().authKey("anna");
    try (TailscaleClient keeper = tailnet.guest("paper-keeper", key)) {
      keeper.cli("drive", "share", "papers", papers.toString()).ok();
      String note = keeper.peerApi() + "/v0/drive/papers/note.txt";
      anna.waitPong("paper-keeper");
      bert.waitPong("paper-keeper");
      anna.waitUntil(
          "the shared file is read",
          Await.USUAL_LIMIT,
          () -> anna.fetch(note).equals("written by hand"));
      assertThatThrownBy(() -> bert.fetch(note)).hasMessageContaining(" 403 ");
    }
  }

  @Test
  void anSshSessionThatThePolicyAcceptsBeginsAtOnce(SharedTailnet tailnet) throws Exception {
    TailscaleClient anna = tailnet.client("anna");
    String key = tailnet.coordinator().taggedKey("tag:server");
    try (TailscaleClient _ = tailnet.guest("ssh-server", key, "--ssh")) {
      anna.waitPong("ssh-server");
      assertThat(anna.ssh(USER, "ssh-server", "echo hello-$((40+2))").ok().out())
          .contains("hello-42");
    }
  }

  @Test
  void anSshSessionThatIsToBeCheckedWaitsForTheApproval(SharedTailnet tailnet) throws Exception {
    TailscaleClient anna = tailnet.client("anna");
    String key = tailnet.coordinator().taggedKey("tag:checked");
    try (TailscaleClient server = tailnet.guest("ssh-checked", key, "--ssh");
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      anna.waitPong("ssh-checked");
      Path said = anna.folder().resolve("ssh-checked.txt");
      Future<Answer> session =
          executor.submit(() -> anna.sshSaying(said, USER, "ssh-checked", "echo checked-in"));
      server.waitUntil("ssh names a page", Await.USUAL_LIMIT, () -> page(said).find());
      assertThat(session.isDone()).isFalse();
      Matcher page = page(said);
      assertThat(page.find()).isTrue();
      tailnet.coordinator().wayleave("auth", "approve", "--auth-id", page.group(1)).ok();
      assertThat(session.get().ok().out()).contains("checked-in");
    }
  }

  private static Matcher page(Path said) throws Exception {
    return PAGE.matcher(Files.exists(said) ? Files.readString(said) : "");
  }
}
