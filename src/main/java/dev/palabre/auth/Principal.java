package dev.palabre.auth;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A moderator who is signed in, or a program that acts for one.
 *
 * @param moderatorId who it is
 * @param email the address they sign in with
 * @param lang the language they are written to
 * @param roles what they may do, by site; a site that is missing does not exist for them
 */
public record Principal(UUID moderatorId, String email, String lang, Map<Integer, Role> roles) {
    /** Whether they see what waits and what was refused on this site. */
    public boolean canRead(int siteId) {
        return roles.containsKey(siteId);
    }

    /** Whether their decisions count on this site. */
    public boolean canDecide(int siteId) {
        return role(siteId).filter(Role::decides).isPresent();
    }

    /** Whether they answer for this site. */
    public boolean owns(int siteId) {
        return role(siteId).filter(role -> role == Role.OWNER).isPresent();
    }

    /** Their role on a site, empty where they have none. */
    public Optional<Role> role(int siteId) {
        return Optional.ofNullable(roles.get(siteId));
    }

    /** The sites they see. */
    public List<Integer> sites() {
        return roles.keySet().stream().sorted().toList();
    }
}
