package dev.palabre;

import static dev.palabre.Desk.thread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.comment.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that a node answers about a person, to whomever. */
record CanaryAnswers(String page, List<String> receipts, List<String> ids, String cookie, String token) {
    Map<String, String> of(TestServer node) {
        var all = new LinkedHashMap<String, String>();
        for (var type : List.of("application/json", "text/html", "application/vnd.palabre.nodes+json")) {
            all.put("thread " + type, node.get(thread(page), "Accept", type).body());
        }
        all.put("counts", node.get("/api/sites/lsi/counts?url=" + page).body());
        all.put(
                "own",
                node.get("/api/sites/lsi/own?url=" + page, "Authorization", "Receipt " + String.join(",", receipts))
                        .body());
        all.put("status page", "");
        for (var receipt : receipts) {
            for (var type : List.of("application/json", "text/html")) {
                all.merge(
                        "status page", node.get("/c/" + receipt, "Accept", type).body(), String::concat);
            }
        }
        all.put("mine", node.get("/sites/lsi/mine/all", "Cookie", cookie).body());
        all.put(
                "mine.json",
                node.get("/sites/lsi/mine/all.json", "Cookie", cookie).body());
        all.put("queue by name", api(node, "comments?limit=500&author=zanzibarre"));
        all.put("queue by address", api(node, "comments?limit=500&author=canari-unique"));
        all.put("queue by text", api(node, "comments?limit=500&q=Kumquatelle"));
        all.put("archive", "");
        all.put("console", "");
        for (var status : Status.values()) {
            all.merge("archive", api(node, "comments?limit=500&status=" + status.wire()), String::concat);
            all.merge("console", desk(node, "?status=" + status.wire()), String::concat);
        }
        for (var id : ids) {
            all.merge("console", desk(node, "?open=" + id), String::concat);
        }
        all.put("audit", api(node, "audit?limit=500"));
        all.put("statistics", api(node, "statistics"));
        all.put("mails", desk(node, "/mails"));
        all.put("requests", desk(node, "/requests") + api(node, "requests") + api(node, "requests?state=answered"));
        all.put("retention", desk(node, "/retention/lsi"));
        return all;
    }

    private String api(TestServer node, String path) {
        var answer = node.get("/api/moderation/" + path, "Authorization", "Bearer " + token);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    private String desk(TestServer node, String path) {
        var answer = node.get("/moderation" + path, "Authorization", "Bearer " + token, "Accept", "text/html");
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }
}
