"""What walls, errors and missing pages say to their visitors, and no report in its own voice."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from tracker.reading.suspicion.model import Kind
from tracker.reading.suspicion.one_of import OneOf, one_of

PHRASES: Mapping[Kind, OneOf] = MappingProxyType(
    {
        Kind.BLOCK: one_of(
            r"""
            you don['’]t have permission to (?:access|view)
            reference ?(?:#|id:?) ?[\w.]{8,}
            (?:cloudflare )?ray id
            performance (?:&|and) security by
            (?:en|dis)able javascript and cookies to continue
            why (?:have i been|was i) blocked
            checking (?:if the site connection is secure|your browser before)
            sorry, you have been blocked
            verif(?:y|ying) (?:that )?you(?:['’]re| are) (?:a )?(?:human|not a (?:ro)?bot)
            (?:confirm|prove) (?:that )?you(?:['’]re| are) (?:a )?(?:human|not a (?:ro)?bot)
            needs to review the security of your connection
            press (?:&|and) hold to confirm
            (?:unusual|suspicious) (?:traffic|activity|behaviou?r) (?:has been detected )?(?:from
            +|coming from|in) your
            your (?:ip address|browser|request|access|connection) (?:has been|was|is) (?:blocked
            +|flagged|denied|banned)
            incident id:? ?[\w-]{6,}
            incapsula incident
            (?:solve|complete) (?:the|this) (?:captcha|puzzle|challenge|security check)
            something about your (?:browser|connection) made us think
            you (?:might|may) be a bot
            please (?:turn|switch) (?:off|on) (?:javascript|cookies|your vpn)
            the requested url was rejected
            request blocked\. we can['’]t connect
            your computer or network
            bestätigen sie,? dass sie (?:ein mensch|kein roboter) sind
            ihr browser wird überprüft
            ungewöhnliche(?:n|r)? (?:datenverkehr|aktivität(?:en)?) (?:von|aus|in) ihr
            confirmez que vous (?:êtes humain|n['’]êtes pas un robot)
            activité inhabituelle .{0,30}votre
            vérification de votre navigateur
            (?:confirme|verifique|demuestre) que (?:no es un robot|es (?:usted )?humano)
            tráfico inusual
            non sei un robot
            não é um rob[ôo]
            bevestig dat (?:je|u) (?:geen robot|een mens)
            """
        ),
        Kind.CONSENT: one_of(
            r"""
            we and our (?:\d[\d.,]* )?(?:trusted |advertising |technology )?(?:partners|vendors)
            (?:accept|reject|agree to|manage) all(?: cookies)?
            (?:manage|change) (?:your )?(?:privacy|cookie|consent) (?:settings|preferences|choices
            +|options)
            store and/or access information on (?:a|your) device
            by clicking .{1,30}(?:accept|agree|consent)
            your consent (?:applies|choices)
            withdraw (?:your )?consent
            legitimate interest
            we (?:value|respect|care about) your privacy
            use (?:of )?cookies (?:and|to)
            wir (?:und|sowie) unsere (?:\d[\d.]* )?(?:partner|dienstleister)
            alle(?:n)? (?:cookies )?(?:akzeptieren|ablehnen|zustimmen)
            informationen auf einem gerät speichern
            ihre einwilligung
            mit werbung (?:weiterlesen|und tracking|nutzen)
            berechtigte[sn]? interesse
            nous et nos (?:\d[\d ]* )?partenaires
            tout (?:accepter|refuser)
            accepter et (?:fermer|continuer)
            continuer sans accepter
            votre consentement
            stocker (?:et/ou|des) .{0,30}terminal
            nosotros y nuestros (?:\d[\d.]* )?socios
            aceptar (?:todo|y continuar)
            rechazar todo
            su consentimiento
            noi e i nostri (?:\d[\d.]* )?(?:partner|fornitori)
            accetta(?:re)? tutt[oi]
            rifiuta(?:re)? tutt[oi]
            nós e os nossos (?:\d[\d.]* )?parceiros
            aceitar tudo
            wij en onze (?:\d[\d.]* )?partners
            alles (?:accepteren|weigeren)
            vi och våra (?:\d[\d ]* )?partner
            """
        ),
        Kind.LOGIN: one_of(
            r"""
            forgot(?:ten)? (?:your )?password
            (?:don['’]t|do not) have an account
            create an account
            (?:log|sign) in (?:with|using) (?:google|apple|facebook|e-?mail)
            remember me
            stay signed in
            passwort vergessen
            noch kein(?:en)? (?:konto|account)
            mot de passe oublié
            pas encore de compte
            (?:olvidado|olvidaste) (?:su|tu) contraseña
            password dimenticata
            esqueceu (?:a|sua) senha
            wachtwoord vergeten
            glömt lösenord
            """
        ),
        Kind.NOT_FOUND: one_of(
            r"""
            the page (?:you (?:requested|(?:are|were) (?:looking|searching) for)
            +|you['’]re looking for)
            (?:this|the|that) (?:page|article|story|content|link) (?:is no longer available|has
            + (?:been (?:removed|moved|deleted)|expired|moved)|may have (?:been|moved)
            +|does(?: not|n['’]t) exist|no longer exists|(?:can['’]t|cannot|could not
            +|couldn['’]t) be found)
            we (?:can['’]t|cannot|couldn['’]t|could not) find (?:the|that|this) (?:page|article
            +|story)
            (?:go|return|back) to (?:the |our )?(?:home ?page|front page)
            check the (?:url|address)
            (?:try (?:a |our )?search|use (?:the|our) search)
            die (?:gewünschte|angeforderte|gesuchte|aufgerufene) seite
            (?:dieser|der) (?:artikel|inhalt|beitrag) (?:ist|steht) (?:leider )?nicht mehr
            + (?:verfügbar|zur verfügung|abrufbar)
            zur(?:ück zur)? startseite
            la page (?:que vous (?:cherchez|recherchez|demandez)|demandée)
            (?:cet article|ce contenu) n['’]est (?:plus|pas) disponible
            retour(?:ner)? à l['’]accueil
            la página que (?:busca|buscas|estás buscando|solicit)
            (?:este|el) (?:artículo|contenido) (?:ya )?no está disponible
            la pagina (?:che (?:cerchi|stai cercando)|richiesta)
            a página que (?:procura|você (?:procura|está procurando))
            de pagina die (?:je|u) zoekt
            sidan du (?:söker|letar)
            """
        ),
        Kind.SERVER_ERROR: one_of(
            r"""
            the server (?:encountered|is temporarily unable|returned an)
            please try again (?:later|in a few|shortly)
            error (?:code|id|reference):? ?[\w-]{2,}
            (?:nginx|apache|varnish cache server)\b
            guru meditation
            backend fetch failed
            upstream (?:connect|request)
            stack trace
            fatal error:
            traceback \(most recent
            uncaught exception
            warning: mysqli?_
            no healthy upstream
            bitte versuchen sie es (?:später|in (?:kürze|wenigen)|noch einmal)
            veuillez réessayer
            (?:inténtelo|inténtalo|vuelva a intentarlo) (?:de nuevo )?más tarde
            riprova(?:re)? più tardi
            tente (?:novamente|de novo)
            probeer het later
            """
        ),
        Kind.MAINTENANCE: one_of(
            r"""
            (?:is|are) (?:currently )?(?:down|offline|undergoing|closed) (?:for )?(?:scheduled
            + |planned |routine |some )?(?:maintenance|upgrade|works?)
            (?:performing|carrying out) (?:some )?(?:scheduled |planned |essential )?maintenance
            we(?:['’]ll| will| should) be back (?:soon|shortly|online|up)
            thank you for your patience
            wartungsarbeiten
            (?:wird|werden) gerade gewartet
            in kürze wieder (?:da|erreichbar|verfügbar)
            maintenance (?:en cours|programmée)
            de retour (?:bientôt|dans (?:quelques|un))
            tareas de mantenimiento
            manutenzione (?:programmata|in corso)
            em manutenção
            wegens onderhoud
            """
        ),
    }
)
"""What such a page says; one suffices where it says little else, two where they open it."""

MARKS: Mapping[Kind, OneOf] = MappingProxyType(
    {
        Kind.BLOCK: one_of(
            r"""
            cf-(?:chl|error-details|browser-verification|turnstile)
            _cf_chl_opt
            challenge-form
            captcha-delivery\.com
            px-captcha
            perimeterx
            _incapsula_resource
            distil_r_captcha
            errors\.edgesuite\.net
            g-recaptcha
            h-captcha
            hcaptcha\.com
            aws-waf-token
            awswaf
            """
        ),
        Kind.LOGIN: one_of(
            r"""
            type=["']?password
            """
        ),
    }
)
"""What the makers of walls leave in the markup of a page that says little; others use it too."""

PAYWALL = one_of(
    r"""
    subscribe (?:now |today )?to (?:continue|keep|read|unlock|view)
    to (?:continue|keep) reading
    (?:log|sign) in (?:or (?:subscribe|register) )?to (?:continue|read|keep)
    (?:this|the) (?:article|story|content) is (?:only )?(?:for|available to|reserved for
    +|exclusive to) (?:our )?(?:paying |registered )?(?:subscribers|members)
    already (?:a )?(?:subscriber|subscribed|a member)
    unlock this (?:article|story)
    (?:you have|you['’]ve) (?:reached|read|used) (?:your|all|the) .{0,30}(?:limit|free articles)
    subscriber[- ]only
    register (?:now |for free )?to (?:continue|read)
    (?:jetzt|artikel|hier) weiterlesen
    weiterlesen mit
    um (?:den artikel |diesen artikel )?weiterzulesen
    (?:nur )?für abonnent(?:en|innen)
    jetzt (?:abonnieren|testen|freischalten)
    bereits (?:abonnent|kunde|registriert)
    artikel freischalten
    exklusiv für
    réservé(?:e)? (?:à nos |aux )abonnés
    il vous reste \d{1,3} ?%
    (?:pour )?lire la suite
    déjà abonné
    abonnez-vous (?:pour|à partir)
    la suite (?:de cet article )?est réservée
    (?:para seguir|para continuar|sigue|siga) leyendo
    (?:exclusivo|sólo|solo) para suscriptores
    suscríbete para
    ya (?:eres|soy) suscriptor
    (?:riservato|riservata) agli abbonati
    per continuare a leggere
    sei già abbonato
    (?:exclusivo|conteúdo) para assinantes
    continue (?:lendo|a ler)
    já (?:é|sou) assinante
    alleen voor abonnees
    (?:om )?verder (?:te )?lezen
    al abonnee
    för prenumeranter
    läs vidare
    for abonnenter
    tylko dla (?:subskrybentów|prenumeratorów)
    czytaj dalej z
    ["']?isaccessibleforfree["']?\s?:\s?["']?false
    """
)
"""How a page asks for a subscription before it shows the rest."""

LOGIN_PATH = re.compile(
    r"/(?:log-?in|sign-?in|anmelden|connexion|identification|acceso|accedi|auth)\b", re.IGNORECASE
)
CONSENT_PLACE = re.compile(
    r"//consent\.|/(?:consent|privacy-?(?:wall|gate)|cookie-?(?:wall|consent)|zustimmung|einwilligung)\b",
    re.IGNORECASE,
)
