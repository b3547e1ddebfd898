//! Replies in other languages: nobody is told of doubt in words that the rules cannot read, and what
//! must not be sent is reported all the same.

use aplomb_core::{Catalog, Draft, Input, Kind, Profile, Severity, check};

const REPLIES: [(&str, &str); 10] = [
    (
        "es",
        "Hola María:

Gracias por enviarnos la captura. Hemos encontrado el fallo: la factura de marzo se generó dos veces. \
La segunda debería estar anulada desde esta mañana, y probablemente verás el abono en tu cuenta el jueves.

Si necesitas algo más, aquí estoy.

Un saludo,
Ana

El mar, 4 mar 2025 a las 10:02, María Ruiz <maria@example.com> escribió:

> Hola, me habéis cobrado dos veces en marzo. Creo que es un error.
> ¿Podéis mirarlo?
>
> Gracias,
> María
",
    ),
    (
        "es",
        "Buenos días, Javier:

Creo que el problema estaba en el certificado. Ya lo hemos renovado y el sitio carga de nuevo. \
Quizás tengas que vaciar la caché del navegador una vez.

Saludos cordiales,
Ana López
Soporte técnico

> El sitio no carga desde ayer. ¿Qué pasa?
>
> Javier
",
    ),
    (
        "de",
        "Hallo Frau Keller,

vielen Dank für Ihre Nachricht. Der Export sollte jetzt wieder funktionieren: Wir haben gestern Abend \
eine neue Version eingespielt. Wahrscheinlich müssen Sie sich einmal ab- und wieder anmelden.

Mit freundlichen Grüßen
Ana Winter

Am 4. März 2025 um 10:02 schrieb Petra Keller <petra@example.com>:

> Guten Tag,
>
> der Export bricht seit gestern ab. Können Sie helfen?
>
> Mit freundlichen Grüßen
> Petra Keller
",
    ),
    (
        "de",
        "> Kann ich den Tarif auch jährlich zahlen?

Ja, unter „Abrechnung“ stellen Sie auf jährlich um. Die Umstellung gilt normalerweise ab dem nächsten \
Monat, und Sie bekommen eine neue Rechnung.

> Und gibt es dann einen Rabatt?

Ja, zwei Monate sind frei. Ich denke, das lohnt sich für Sie.

Viele Grüße
Jan

--\u{20}
Jan Hofer · Kundendienst · Mo. bis Fr. von 9 bis 17 Uhr
",
    ),
    (
        "fr",
        "Bonjour Claire,

Merci pour votre message et pour la capture d'écran. Votre site devrait être de nouveau en ligne : le \
nom de domaine avait expiré et nous l'avons renouvelé ce matin. Il semble que tout fonctionne.

N'hésitez pas à nous écrire si besoin.

Bien cordialement,
Ana

Le mar. 4 mars 2025 à 10:02, Claire Petit <claire@example.com> a écrit :

> Bonjour, mon site ne s'affiche plus depuis ce matin. Pouvez-vous regarder ?
>
> Claire
",
    ),
    (
        "fr",
        "Bonjour,

Je pense que vous parlez de la facture de janvier. Elle se trouve dans l'onglet « Factures » de votre \
compte, et vous pouvez la télécharger au format PDF. Peut-être faudra-t-il vous reconnecter.

Bonne journée,
Luc Martin
Service client

> Où est ma facture ? Je ne la trouve pas.
",
    ),
    (
        "pt",
        "Olá, João,

Obrigada pelo seu contato. O pagamento deve estar confirmado até amanhã, e o acesso será liberado logo \
depois. Acho que não será preciso fazer mais nada do seu lado.

Um abraço,
Ana

Em ter., 4 de mar. de 2025 às 10:02, João Silva <joao@example.com> escreveu:

> Bom dia, paguei ontem e ainda não consigo entrar. Podem verificar?
>
> João
",
    ),
    (
        "pt",
        "Bom dia, Marta,

A exportação voltou a funcionar. Provavelmente foi a atualização de ontem que a bloqueou, e por isso \
voltámos à versão anterior. Se o erro aparecer outra vez, escreva-me diretamente.

Com os melhores cumprimentos,
Rui Costa
Apoio ao cliente

> A exportação dá erro desde ontem.
> Obrigada, Marta
",
    ),
    (
        "ja",
        "田中様

お問い合わせいただきありがとうございます。エクスポートの不具合は本日の更新で解消しているはずです。\
お手数ですが、一度ログアウトしてから再度ログインしてください。

よろしくお願いいたします。
サポート担当 佐藤

2025年3月4日(火) 10:02 田中太郎 <tanaka@example.com>:

> エクスポートが途中で止まってしまいます。確認していただけますか?
>
> 田中
",
    ),
    (
        "ja",
        "鈴木様

ご連絡ありがとうございます。請求書は「設定」の「請求」からダウンロードできます。おそらく一月分は\
明日の朝には表示されると思います。

どうぞよろしくお願いいたします。
サポート 伊藤

> 一月の請求書が見つかりません。どこにありますか?
",
    ),
];

/// Everything that could be said is said.
fn coach(kind: Kind) -> Input {
    let mut input = Input { kind, ..Input::default() };
    input.settings.profile = Profile::Coach;
    input
}

const KINDS: [Kind; 3] = [Kind::Markdown, Kind::Plain, Kind::Mail];

#[test]
fn replies_in_other_languages_are_read_and_left_alone() {
    let catalog = Catalog::builtin();
    for (tag, text) in REPLIES {
        for input in KINDS.map(coach) {
            let found = check(text, &input, &catalog).findings;
            assert!(found.is_empty(), "{tag} {:?}: {found:#?}", input.kind);
        }
    }
}

#[test]
fn their_quotes_are_the_customers() {
    let catalog = Catalog::builtin();
    for (tag, text) in REPLIES {
        let outgoing = Draft::read(text, &Input::default(), &catalog).outgoing();
        let interleaved = text.starts_with("> ");
        assert!(interleaved || !outgoing.contains("> "), "{tag}: {outgoing}");
        assert!(!outgoing.contains("example.com"), "{tag}: {outgoing}");
    }
}

#[test]
fn a_variable_or_a_mark_left_in_them_is_reported() {
    let catalog = Catalog::builtin();
    for (tag, text) in REPLIES {
        let end = text.find("\n\n").expect("a first paragraph") + 2;
        for (slip, code) in [
            ("{{name}}", "placeholder-left"),
            ("[[verify: 1]]", "verify-mark-left"),
            ("[[fill: 1]]", "fill-in-left"),
        ] {
            let line = text[end..].find('\n').expect("a second paragraph") + end;
            let text = format!("{} {slip}{}", &text[..line], &text[line..]);
            for input in KINDS.map(coach) {
                let found = check(&text, &input, &catalog).findings;
                let said: Vec<_> = found
                    .iter()
                    .map(|it| (it.code.as_ref(), it.severity, it.span.of(&text)))
                    .collect();
                assert_eq!(said, [(code, Severity::Error, slip)], "{tag} {:?}", input.kind);
            }
        }
    }
}
