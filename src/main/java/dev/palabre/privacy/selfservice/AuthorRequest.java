package dev.palabre.privacy.selfservice;

import dev.palabre.site.SiteRequest;
import java.util.UUID;

/** A request below {@code /sites/:site/mine/} by an author who is signed in by a mailed link; see {@link AuthorAuth}. */
public final class AuthorRequest extends SiteRequest {
    private final UUID addressId;
    private final String email;
    private final String lang;

    AuthorRequest(SiteRequest request, UUID addressId, String email, String lang) {
        super(request);
        this.addressId = addressId;
        this.email = email;
        this.lang = lang;
    }

    /** The row of the author's address. */
    public UUID addressId() {
        return addressId;
    }

    /** The author's address. */
    public String email() {
        return email;
    }

    /** The language of the answer. */
    public String lang() {
        return lang;
    }
}
