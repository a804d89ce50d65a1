"""The Zalo platform: connected Official Accounts, their tokens, sending, the webhook's inbox, linked people.

Who sends (the delivery engine, replies in chat, commands) relies on these names:

``zalo.accounts``
    ``AccountCredentials(oa_pk, oa_id, app_id, access_token)`` (frozen; the token never shows in ``repr``).
    ``credentials(oa_pk) -> AccountCredentials``; refreshes an expired token; ``GrantDead | RefreshLater``.
    ``current_account(province_id) -> OfficialAccount | None`` the province's current, not stopped account;
    where its ``phone_stopped_reason`` is not empty, nothing goes by phone template until a person acts.

``zalo.tokens``
    ``refresh_after_failure(oa_pk, failed_token) -> AccountCredentials``: for ``Kind.REFRESH_ONCE``; refreshes
    only if ``failed_token`` is still the current one. Raises ``GrantDead`` (stop the channel; the alarm has
    been raised) or ``RefreshLater(retry_after)`` (back off). Blocking; call it by ``sync_to_async``.

``zalo.outcomes``
    ``Kind`` (StrEnum): ``accepted retry refresh_once tomorrow other_channel permanent stop_channel ambiguous
    degrade reupload``.
    ``Outcome(kind, code, message, message_id, sent_time, quota, retry_after, max_tries, when_spent, stops,
    alarm, left, raw, http_status)``, frozen. ``left`` False: nothing left this machine (limit, breaker, no
    connection): not an attempt. ``retry_after`` in real seconds, already multiplied by
    ``DELIVERY_TIME_SCALE``; None = the caller's own back-off. ``max_tries``: after so many tries that ended
    like this take it as ``when_spent``. ``stops``: ``"template" | "phone" | "account"`` for ``stop_channel``.
    ``alarm``: a person must see it, and what it stops must stand still: call
    ``zalo.actions.raise_alarm.raise_for(oa_pk, outcome, template_id="…")``.
``zalo.errors``
    ``classify(host, http_status, body) -> Outcome``; ``classify_failure(error) -> Outcome``.

``zalo.client``
    ``async with Sender() as sender:`` one per event loop, at most 64 connections; never raises for what the
    network or Zalo does, everything comes back as an ``Outcome``::

        await sender.by_phone(account, phone="+84900000001", template_id="…", data={…}, tracking_id="…")
        await sender.by_uid(account, user_id="…", template_id="…", data={…})
        await sender.consultation(account, user_id="…", text="…", buttons=[Button.url("Xem hồ sơ", "https://…"),
                                  Button.query("Tra cứu", "#tracuu")])   # falls back to text on -224
        await sender.upload_file(account, name="…", content=b"…", media_type="application/pdf") -> Answer
        await sender.window(account, user_id="…") -> Answer      # quota/message: last_interaction, cs_reply
        await sender.message_status(account, message_id="…", phone="…") -> Answer
        await sender.conversation(account, user_id="…", offset=0, count=10) -> Answer
        await sender.recent_chats(account, offset=0, count=10) -> Answer

    ``Answer(outcome, data)``. Single calls without a loop: ``zalo.calls.call(account, request) -> Answer``
    with the requests of ``zalo.requests``.

``zalo.templates``
    ``mapping_for(oa_pk, kind, by) -> TemplateMapping | None`` (falls back to kind ``default``);
    ``mapping.fill(data) -> dict[str, str]`` their parameters, NFC and shortened to their lengths.
``zalo.reach``
    ``remember_no_zalo(phone)``; ``known_without_zalo(phones) -> set[str]`` (E.164; one day).
``zalo.people``
    ``reachable_users(oa_pk, citizen_ids) -> dict[citizen_id, ZaloUser]``;
    ``reachable_user(oa_pk, citizen_id) -> ZaloUser | None`` the linked, verified, unblocked Zalo user.

``zalo.queries``
    ``open_alarms()`` what a person has to mend, for the back office's first page, within the scope.
``zalo.tasks`` (for the beat)
    ``sweep_inbox`` every 5 s (scaled), ``refresh_grants`` every half hour, ``forget_old`` daily.

``zalo.inbox``
    ``@handles("user_received_message", …)`` on ``fn(events: list[Inbound]) -> None``, registered in
    ``AppConfig.ready`` (import the module there). ``Inbound(id, oa_pk, oa_id, province_id, name, body,
    received_at, occurred_at, template)``; ``template`` True for events of template messages (ZNS). Called
    in one transaction under the system scope with all events of that name of a batch; must be idempotent
    and make no HTTP call. ``zalo.inbox.receipts(events) -> list[Receipt(kind, message_id, tracking_id, at,
    oa_pk, user_id)]`` reads ``user_received_message`` and ``user_seen_message``.
"""
